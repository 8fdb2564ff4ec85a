package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a socket is read and into what, in the orders of events that a whole proxy does not produce at will. */
final class ReadGateTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void a_buffer_granted_when_only_a_sign_is_wanted_goes_to_the_next_in_line() throws IOException {
        try (LoopBench bench = bench(1)) {
            Lease held = bench.take();
            Ticket next = waitBehind(bench);
            bench.onLoop(() -> {
                held.close();
                bench.connection.watch();
            });
            bench.await("stirred by x");
            collectAndClose(next);
        }
    }

    // The socket stays readable all the while.
    @Test
    void who_is_in_line_is_not_called_by_its_socket_however_often_it_wishes() throws IOException {
        try (LoopBench bench = bench(1)) {
            Lease held = bench.take();
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.send("x");
            bench.await("wait begins");
            for (int turn = 0; turn < 10; turn++) {
                bench.turn();
                assertThat(bench.events.told()).containsExactly("admits", "wait begins");
                bench.onLoop(() -> bench.connection.read(WaitClass.START));
            }
            held.close();
            bench.await("bytes");
        }
    }

    @Test
    void no_more_is_read_at_once_than_is_admitted() throws IOException {
        try (LoopBench bench = bench(2)) {
            bench.events.primeWith("primed ");
            bench.events.admit(3);
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.send("abcde");
            bench.await("bytes");
            assertThat(bench.events.bytes()).isEqualTo("primed abc");
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            await(bench, "primed abcprimed de");
        }
    }

    @Test
    void a_watched_connection_tells_its_end() throws IOException {
        try (LoopBench bench = bench(1)) {
            bench.onLoop(bench.connection::watch);
            bench.other.finish();
            bench.await("end");
        }
    }

    @Test
    void what_is_discarded_takes_no_buffer_until_the_end() throws IOException {
        try (LoopBench bench = bench(1)) {
            bench.onLoop(bench.connection::discard);
            bench.other.send(new byte[300_000]).finish();
            bench.await("end");
            assertThat(bench.events.told()).containsExactly("end");
        }
    }

    @Test
    void a_session_that_throws_is_told_of_its_bug_and_loses_its_connection() throws IOException {
        try (LoopBench bench = bench(1)) {
            bench.events.whenBytesCome(() -> {
                throw new IllegalStateException("on purpose");
            });
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.send("x");
            bench.await("bug");
            bench.await("closed");
            bench.other.expectGone();
        }
    }

    // A socket at its end is readable for ever.
    @Test
    void more_asked_for_while_the_end_is_told_is_not_read() throws IOException {
        try (LoopBench bench = bench(1)) {
            bench.events.whenTheEndComes(() -> bench.connection.read(WaitClass.START));
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.finish();
            bench.await("end");
            bench.turn();
            bench.turn();
            assertThat(bench.events.count("end")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"admits", "prime", "bytes"})
    void a_buffer_of_a_read_in_which_the_session_throws_goes_back(String event) throws IOException {
        try (LoopBench bench = bench(1)) {
            bench.events.failAt(event);
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.send("x");
            expectBug(bench);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait ends", "admits", "prime", "bytes"})
    void a_granted_buffer_in_whose_use_the_session_throws_goes_back(String event) throws IOException {
        try (LoopBench bench = bench(1)) {
            Lease held = bench.take();
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.send("x");
            bench.await("wait begins");
            bench.events.failAt(event);
            held.close();
            expectBug(bench);
        }
    }

    @Test
    void a_session_that_throws_as_its_wait_begins_has_left_the_line() throws IOException {
        try (LoopBench bench = bench(1)) {
            Lease held = bench.take();
            bench.events.failAt("wait begins");
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.send("x");
            bench.await("bug");
            held.close();
            expectBug(bench);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"buffer", "wait ends"})
    void a_lease_at_whose_coming_the_session_throws_goes_back(String event) throws IOException {
        try (LoopBench bench = bench(1)) {
            Lease held = bench.take();
            bench.events.failAt(event);
            bench.onLoop(() -> bench.connection.lease(WaitClass.START));
            bench.await("wait begins");
            held.close();
            expectBug(bench);
        }
    }

    @Test
    void a_lease_that_comes_at_once_to_a_session_that_throws_goes_back() throws IOException {
        try (LoopBench bench = bench(1)) {
            bench.events.failAt("buffer");
            bench.onLoop(() -> bench.connection.lease(WaitClass.START));
            expectBug(bench);
        }
    }

    @Test
    void a_buffer_topped_up_for_a_session_that_throws_goes_back() throws IOException {
        try (LoopBench bench = bench(1)) {
            ByteBuf begun = bench.take().buffer().writeZero(1);
            bench.onLoop(() -> bench.connection.readInto(begun));
            bench.events.failAt("bytes");
            bench.other.send("x");
            expectBug(bench);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stirred", "end"})
    void a_session_that_throws_while_it_watches_loses_its_connection(String event) throws IOException {
        try (LoopBench bench = bench(1)) {
            bench.events.failAt(event);
            bench.onLoop(bench.connection::watch);
            if (event.equals("end")) {
                bench.other.finish();
            } else {
                bench.other.send("x");
            }
            expectBug(bench);
        }
    }

    private static void expectBug(LoopBench bench) throws IOException {
        bench.await("bug");
        bench.await("closed");
        bench.other.expectGone();
        assertThat(bench.events.count("bug")).isEqualTo(1);
        assertThat(bench.pool.leased()).isZero();
        assertThat(bench.pool.level().waiting()).isZero();
    }

    // Whoever has the buffer next must keep it.
    @Test
    void a_lease_that_has_ended_meanwhile_is_not_ended_again() throws IOException {
        try (LoopBench bench = bench(1)) {
            Lease lease = bench.take();
            long term = lease.term();
            lease.close();
            Lease next = bench.take();
            assertThat(next).isSameAs(lease);
            lease.reclaim(term);
            assertThat(bench.pool.leased()).isEqualTo(1);
            next.buffer().retain();
            next.reclaim(next.term());
            assertThat(bench.pool.leased()).isZero();
            next.reclaim(next.term());
        }
    }

    private LoopBench bench(int buffers) throws IOException {
        return new LoopBench(scene, buffers, 0);
    }

    private static void await(LoopBench bench, String bytes) {
        Scene.await("bytes " + bytes, () -> bench.events.bytes().equals(bytes), bench.events::bytes);
    }

    /** The connection stands in line for the only buffer, and behind it somebody else. */
    private static Ticket waitBehind(LoopBench bench) throws IOException {
        bench.onLoop(() -> bench.connection.read(WaitClass.START));
        bench.other.send("x");
        bench.await("wait begins");
        Ticket next = bench.pool.ticket(98, Flow.REQUEST, ignored -> true);
        assertThat(next.acquire(WaitClass.START)).isSameAs(next);
        return next;
    }

    private static void collectAndClose(Ticket next) {
        Scene.await("granted", () -> next.collect() instanceof Lease lease && close(lease), next::toString);
    }

    private static boolean close(Lease lease) {
        lease.close();
        return true;
    }
}
