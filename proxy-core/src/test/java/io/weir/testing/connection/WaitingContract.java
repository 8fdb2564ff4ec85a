package io.weir.testing.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connection;
import io.weir.connection.Look;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection promises of buffers when there are none. */
public interface WaitingContract extends ConnectionRig.Factory {

    /** A call after which a connection does not wait for a buffer. */
    enum Leaving {
        PAUSE(Connection::pause),
        WATCH(Connection::watch),
        DISCARD(Connection::discard),
        CLOSE(Connection::close);

        final Consumer<Connection> said;

        Leaving(Consumer<Connection> said) {
            this.said = said;
        }
    }

    @Test
    default void a_read_that_must_wait_tells_so_and_gets_its_bytes_by_its_grant() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            assertThat(rig.ask(Connection::isWaitingForBuffer)).isTrue();
            rig.settle();
            assertThat(rig.told()).containsExactly("wait begins");
            held.close();
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "bytes");
            assertThat(rig.ask(Connection::isWaitingForBuffer)).isFalse();
            assertThat(rig.events().bytes()).isEqualTo("x");
        }
    }

    @Test
    default void a_lease_that_can_be_had_comes_at_once_and_without_bytes() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> {
                peer.lease(WaitClass.FINISH);
                assertThat(rig.told()).containsExactly("buffer");
            });
            assertThat(rig.events().lastBuffer().isReadable()).isFalse();
        }
    }

    @Test
    default void a_lease_that_must_wait_comes_by_its_grant_although_nothing_is_to_read() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = rig.take();
            rig.act(peer -> peer.lease(WaitClass.FINISH));
            assertThat(rig.told()).containsExactly("wait begins");
            held.close();
            rig.await("buffer");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "buffer");
        }
    }

    @Test
    default void a_more_urgent_read_moves_to_the_better_class_and_stays_in_line() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.CONTINUE);
            assertThat(rig.pool().level().waitingContinue()).isOne();
            rig.act(peer -> peer.read(WaitClass.FINISH));
            assertThat(rig.pool().level().waitingFinish()).isOne();
            assertThat(rig.pool().level().waiting()).isOne();
            held.close();
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "bytes");
        }
    }

    @Test
    default void buffers_are_granted_in_the_order_of_the_line() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = rig.take();
            Ticket before = ticket(rig);
            assertThat(before.acquire(WaitClass.START)).isSameAs(before);
            rig.send("x");
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("wait begins");
            Ticket behind = ticket(rig);
            assertThat(behind.acquire(WaitClass.START)).isSameAs(behind);
            held.close();
            rig.settle();
            assertThat(rig.told()).containsExactly("wait begins");
            granted(before).close();
            rig.await("bytes");
            assertThat(behind.collect()).isSameAs(behind);
            rig.act(peer -> rig.events().release());
            granted(behind).close();
        }
    }

    @ParameterizedTest
    @EnumSource
    default void a_connection_that_gives_up_has_left_the_line_at_once(Leaving leaving) throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            rig.act(leaving.said);
            assertThat(rig.pool().level().waiting()).isZero();
            assertThat(rig.ask(Connection::isWaitingForBuffer)).isFalse();
            assertThat(rig.told()).doesNotContain("wait ends");
            held.close();
            rig.settle();
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    default void a_buffer_granted_in_the_turn_of_giving_up_goes_to_the_next_in_line(Leaving leaving)
            throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            Ticket next = ticket(rig);
            assertThat(next.acquire(WaitClass.START)).isSameAs(next);
            rig.act(peer -> {
                held.close();
                leaving.said.accept(peer);
            });
            rig.settle();
            granted(next).close();
            assertThat(rig.told()).doesNotContain("wait ends", "bytes");
        }
    }

    @Test
    default void a_wish_taken_back_and_renewed_in_the_turn_of_the_grant_gets_the_buffer() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            rig.act(peer -> {
                held.close();
                peer.pause();
                peer.read(WaitClass.CONTINUE);
            });
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("x");
        }
    }

    @Test
    default void a_granted_buffer_that_finds_nothing_to_read_goes_back_and_the_next_bytes_are_read()
            throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.events().primeWith("primed ");
            Lease held = lineUp(rig, WaitClass.START);
            takeTheByte(rig);
            held.close();
            rig.await("wait ends");
            rig.settle();
            assertThat(rig.pool().leased()).isZero();
            rig.send("y");
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "bytes");
            assertThat(rig.events().bytes()).isEqualTo("primed y");
        }
    }

    @Test
    default void a_granted_buffer_that_finds_the_end_goes_back() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            takeTheByte(rig);
            rig.end();
            rig.settle();
            assertThat(rig.told()).containsExactly("wait begins");
            held.close();
            rig.await("end");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "end");
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void a_granted_buffer_that_finds_a_reset_goes_back() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            takeTheByte(rig);
            rig.reset();
            rig.settle();
            assertThat(rig.told()).containsExactly("wait begins");
            held.close();
            rig.await("closed");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "closed");
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void a_granted_read_that_is_not_admitted_any_more_gives_its_buffer_back() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            rig.events().admit(0);
            held.close();
            rig.await("refuses");
            rig.settle();
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "refuses");
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void a_read_in_line_becomes_a_wish_for_a_buffer_and_keeps_its_place() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            rig.act(peer -> peer.lease(WaitClass.START));
            held.close();
            rig.await("buffer");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "buffer");
        }
    }

    @Test
    default void a_wish_for_a_buffer_in_line_becomes_a_read_and_keeps_its_place() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = rig.take();
            rig.act(peer -> peer.lease(WaitClass.START));
            rig.send("x");
            rig.act(peer -> peer.read(WaitClass.START));
            held.close();
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("wait begins", "wait ends", "bytes");
        }
    }

    @Test
    default void another_owner_of_the_events_is_told_the_end_of_the_wait() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease held = lineUp(rig, WaitClass.START);
            RecordedEvents next = new RecordedEvents();
            rig.act(peer -> peer.tell(next, next, next));
            held.close();
            rig.await("bytes for the next", () -> next.told().contains("bytes"));
            assertThat(next.told()).containsSubsequence("wait ends", "bytes");
            assertThat(rig.told()).containsExactly("wait begins");
            next.release();
        }
    }

    // Takes the only buffer; the connection then waits for one to read a byte that has arrived.
    private static Lease lineUp(ConnectionRig rig, WaitClass urgency) throws IOException {
        Lease held = rig.take();
        rig.act(peer -> peer.read(urgency));
        rig.send("x");
        rig.await("wait begins");
        return held;
    }

    private static void takeTheByte(ConnectionRig rig) {
        assertThat(rig.ask(Connection::look)).isEqualTo(Look.BYTES);
    }

    private static Ticket ticket(ConnectionRig rig) {
        return rig.pool().ticket(7, Flow.REQUEST, ignored -> true);
    }

    private static Lease granted(Ticket ticket) {
        if (ticket.collect() instanceof Lease lease) {
            return lease;
        }
        throw new AssertionError("nothing was granted");
    }
}
