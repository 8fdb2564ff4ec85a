package io.weir.testing.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connection;
import io.weir.connection.Written;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a connection promises of bytes that are written to it, of its room, and of buffers that are held for it. */
public interface WritingContract extends ConnectionRig.Factory {

    @Test
    default void a_buffer_that_is_taken_goes_back_at_once() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            assertThat(rig.write(rig.filled("one "))).isEqualTo(Written.ALL);
            assertThat(rig.pool().leased()).isZero();
            assertThat(rig.write(rig.filled("two"))).isEqualTo(Written.ALL);
            assertThat(rig.receive(7)).isEqualTo("one two");
            assertThat(rig.ask(Connection::isDrained)).isTrue();
            assertThat(rig.ask(Connection::untaken)).isZero();
            rig.settle();
            assertThat(rig.told()).isEmpty();
        }
    }

    @Test
    default void a_buffer_that_is_not_taken_is_stalled_until_it_is() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            int written = rig.writeUntilStalled();
            assertThat(rig.pool().level().stalled()).isOne();
            assertThat(rig.ask(Connection::isDrained)).isFalse();
            assertThat(rig.ask(Connection::untaken)).isBetween(1, ConnectionRig.BUFFER);
            rig.receive(written);
            rig.await("drained");
            assertThat(rig.pool().leased()).isZero();
            assertThat(rig.ask(Connection::untaken)).isZero();
            assertThat(rig.ask(Connection::isDrained)).isTrue();
            assertThat(rig.write(rig.filled("on"))).isEqualTo(Written.ALL);
            assertThat(rig.receive(2)).isEqualTo("on");
            rig.settle();
            assertThat(rig.told()).containsExactly("drained");
        }
    }

    @Test
    default void a_write_or_an_end_behind_a_rest_is_refused_and_the_rest_arrives_whole() throws IOException {
        try (ConnectionRig rig = rig(2, 0)) {
            int written = rig.writeUntilStalled();
            ByteBuf late = rig.filled("late");
            rig.act(peer -> {
                assertThatThrownBy(() -> peer.write(late)).isInstanceOf(IllegalStateException.class);
                assertThat(late.refCnt()).isZero();
                assertThatThrownBy(() -> peer.write(new byte[1])).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(peer::shutdownOutput).isInstanceOf(IllegalStateException.class);
            });
            rig.receive(written);
            rig.await("drained");
            rig.act(Connection::shutdownOutput);
            rig.expectEnd();
        }
    }

    @Test
    default void a_rest_that_is_taken_back_is_not_sent() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            int written = rig.writeUntilStalled();
            int untaken = rig.ask(Connection::untaken);
            assertThat(rig.ask(Connection::takeBack)).isTrue();
            assertThat(rig.pool().leased()).isZero();
            assertThat(rig.ask(Connection::untaken)).isZero();
            rig.act(Connection::shutdownOutput);
            rig.receive(written - untaken);
            rig.expectEnd();
            rig.settle();
            assertThat(rig.told()).isEmpty();
        }
    }

    @Test
    default void nothing_is_taken_back_where_nothing_is_left() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            assertThat(rig.ask(Connection::takeBack)).isTrue();
        }
    }

    @Test
    default void a_slice_stalls_its_buffer_no_longer_than_until_it_is_taken() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            ByteBuf whole = rig.filled(ConnectionRig.BUFFER);
            int written = ConnectionRig.BUFFER;
            while (rig.write(whole.retainedSlice()) == Written.ALL) {
                written += ConnectionRig.BUFFER;
            }
            assertThat(rig.pool().level().stalled()).isOne();
            rig.receive(written);
            rig.await("drained");
            assertThat(rig.pool().level().stalled()).isZero();
            assertThat(whole.refCnt()).isOne();
            whole.release();
        }
    }

    @Test
    default void a_slice_that_is_taken_back_stalls_its_buffer_no_longer() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            ByteBuf whole = rig.filled(ConnectionRig.BUFFER);
            while (rig.write(whole.retainedSlice()) == Written.ALL) {
                assertThat(rig.pool().level().stalled()).isZero();
            }
            rig.ask(Connection::takeBack);
            assertThat(rig.pool().level().stalled()).isZero();
            whole.release();
        }
    }

    @Test
    default void the_rest_of_a_text_is_parked_and_arrives() throws IOException {
        try (ConnectionRig rig = rig(1, 1 << 20)) {
            byte[] text = new byte[ConnectionRig.BUFFER];
            int written = ConnectionRig.BUFFER;
            while (rig.write(text) == Written.ALL) {
                written += ConnectionRig.BUFFER;
            }
            assertThat(rig.ask(Connection::untaken)).isBetween(1, ConnectionRig.BUFFER);
            assertThat(rig.pool().leased()).isZero();
            rig.receive(written);
            rig.await("drained");
            assertThat(rig.ask(Connection::untaken)).isZero();
        }
    }

    @Test
    default void a_text_whose_rest_finds_no_room_resets_its_connection_a_moment_later() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            byte[] text = new byte[ConnectionRig.BUFFER];
            rig.act(peer -> {
                Written last = Written.ALL;
                while (last == Written.ALL) {
                    last = peer.write(text);
                }
                assertThat(last).isEqualTo(Written.NO_ROOM);
                assertThat(rig.told()).isEmpty();
                assertThat(peer.untaken()).isBetween(1, ConnectionRig.BUFFER);
                assertThat(peer.isDrained()).isFalse();
            });
            rig.await("closed");
            assertThat(rig.told()).containsExactly("closed");
            rig.expectReset();
        }
    }

    @Test
    default void a_write_that_fails_says_so_once_and_after_it_has_returned() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.reset();
            writeUntilFailed(rig);
            rig.await("write failed");
            assertThat(rig.ask(Connection::isDrained)).isFalse();
            assertThat(rig.write(rig.filled("dropped"))).isEqualTo(Written.STALLED);
            rig.act(Connection::awaitRoom);
            rig.settle();
            assertThat(rig.told()).containsExactly("write failed");
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void bytes_that_are_lost_are_untaken() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.writeUntilStalled();
            int untaken = rig.ask(Connection::untaken);
            rig.reset();
            rig.await("write failed");
            assertThat(rig.ask(Connection::untaken)).isEqualTo(untaken);
            assertThat(rig.ask(Connection::takeBack)).isFalse();
            assertThat(rig.pool().leased()).isZero();
            rig.write(rig.filled("dropped"));
            assertThat(rig.ask(Connection::untaken)).isEqualTo(untaken + "dropped".length());
        }
    }

    @Test
    default void bytes_that_came_before_a_failed_write_can_still_be_read() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.send("last words");
            rig.reset();
            writeUntilFailed(rig);
            rig.await("write failed");
            rig.act(peer -> peer.read(WaitClass.FINISH));
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("last words");
        }
    }

    private static void writeUntilFailed(ConnectionRig rig) {
        rig.await(
                "a write that fails",
                () -> rig.ask(peer -> {
                    Written result = peer.write(rig.filled(1));
                    assertThat(rig.told()).isEmpty();
                    return result == Written.STALLED;
                }));
    }

    @Test
    default void bytes_for_which_there_is_room_do_not_stall() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            int written = fillRoom(rig);
            assertThat(written).isPositive();
            assertThat(rig.ask(Connection::room)).isZero();
            rig.act(Connection::awaitRoom);
            rig.receive(written);
            rig.await("roomy");
            assertThat(rig.ask(Connection::room)).isPositive();
            fillRoom(rig);
            rig.settle();
            assertThat(rig.told()).containsExactly("roomy");
        }
    }

    private static int fillRoom(ConnectionRig rig) {
        int written = 0;
        for (int room = rig.ask(Connection::room); room > 0; room = rig.ask(Connection::room)) {
            int bytes = Math.min(room, ConnectionRig.BUFFER);
            assertThat(rig.write(rig.filled(bytes))).isEqualTo(Written.ALL);
            written += bytes;
        }
        return written;
    }

    @Test
    default void room_awaited_behind_a_rest_is_told_when_the_rest_is_taken() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            int written = rig.writeUntilStalled();
            rig.act(Connection::awaitRoom);
            rig.receive(written);
            rig.await("roomy");
            assertThat(rig.told()).containsExactly("drained", "roomy");
        }
    }

    @Test
    default void a_wait_for_room_ends_with_the_next_write_with_another_owner_and_with_our_end() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            RecordedEvents next = new RecordedEvents();
            expectNotRoomy(rig, peer -> peer.write(rig.filled("x")));
            expectNotRoomy(rig, peer -> peer.tell(next, next, next));
            expectNotRoomy(rig, Connection::shutdownOutput);
            expectNotRoomy(rig, Connection::awaitRoom);
            expectNotRoomy(rig, Connection::close);
            assertThat(next.told()).isEmpty();
        }
    }

    private static void expectNotRoomy(ConnectionRig rig, Consumer<Connection> end) {
        rig.act(peer -> {
            peer.awaitRoom();
            end.accept(peer);
        });
        rig.settle();
        assertThat(rig.told()).isEmpty();
    }

    @Test
    default void a_held_buffer_is_stalled_until_it_is_written() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            ByteBuf buffer = rig.filled("x");
            rig.act(peer -> peer.hold(buffer));
            assertThat(rig.pool().level().stalled()).isOne();
            assertThat(rig.write(buffer)).isEqualTo(Written.ALL);
            assertThat(rig.pool().level().stalled()).isZero();
        }
    }

    @Test
    default void a_held_buffer_that_others_need_is_asked_for() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            ByteBuf buffer = rig.filled("x");
            rig.act(peer -> peer.hold(buffer));
            Ticket waiter = waitInLine(rig);
            evict(rig);
            rig.await("evicted");
            assertThat(rig.pool().level().evicted()).isOne();
            buffer.release();
            waiter.close();
        }
    }

    @Test
    default void a_stalled_write_that_others_need_is_asked_for() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.writeUntilStalled();
            Ticket waiter = waitInLine(rig);
            evict(rig);
            rig.await("evicted");
            rig.ask(Connection::takeBack);
            waiter.close();
        }
    }

    @Test
    default void a_held_buffer_is_still_asked_for_after_another_was_written() throws IOException {
        try (ConnectionRig rig = rig(2, 0)) {
            ByteBuf buffer = rig.filled("x");
            rig.act(peer -> peer.hold(buffer));
            rig.receive(rig.writeUntilStalled());
            rig.await("drained");
            Lease last = rig.take();
            Ticket waiter = waitInLine(rig);
            evict(rig);
            rig.await("evicted");
            buffer.release();
            waiter.close();
            last.close();
        }
    }

    @Test
    default void a_buffer_that_is_not_held_any_more_is_not_asked_for() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            Lease lease = rig.take();
            rig.act(peer -> {
                peer.hold(lease.buffer());
                lease.moves();
            });
            Ticket waiter = waitInLine(rig);
            assertThat(rig.pool().evict(Duration.ZERO, 0, Duration.ZERO)).isZero();
            rig.settle();
            assertThat(rig.told()).isEmpty();
            waiter.close();
            lease.close();
        }
    }

    private static Ticket waitInLine(ConnectionRig rig) {
        Ticket waiter = rig.pool().ticket(7, Flow.REQUEST, ignored -> true);
        assertThat(waiter.acquire(WaitClass.START)).isSameAs(waiter);
        return waiter;
    }

    private static void evict(ConnectionRig rig) {
        rig.await("to be asked", () -> rig.pool().evict(Duration.ZERO, 0, Duration.ZERO) == 1);
    }
}
