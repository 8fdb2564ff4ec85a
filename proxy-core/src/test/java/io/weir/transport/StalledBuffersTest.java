package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.StalledBuffer;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Buffers that a connection holds without progress, when others need them. */
final class StalledBuffersTest {

    private static final InetAddress FIRST = address(1);
    private static final InetAddress SECOND = address(2);

    @RegisterExtension
    final Scene scene = new Scene();

    private final Front session = new Front();

    @Test
    void an_eviction_of_a_buffer_that_has_moved_meanwhile_is_not_told() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            StalledBuffers stalled = new StalledBuffers(bench.loop, session);
            Lease lease = bench.take();
            Ticket waiter = waiter(bench);
            bench.onLoop(() -> {
                stalled.hold(lease.buffer());
                assertThat(bench.pool.evict(Duration.ZERO, 0, Duration.ZERO)).isEqualTo(1);
                lease.moves();
            });
            bench.turn();
            assertThat(session.evictions).hasValue(0);
            assertThat(bench.pool.level().evicted()).isZero();
            waiter.close();
            lease.close();
        }
    }

    @Test
    void an_eviction_of_the_stall_before_is_not_told_of_the_stall_of_now() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            StalledBuffers stalled = new StalledBuffers(bench.loop, session);
            Lease lease = bench.take();
            Ticket waiter = waiter(bench);
            bench.onLoop(() -> {
                stalled.onRest(lease.buffer().writeZero(10), 0);
                assertThat(bench.pool.evict(Duration.ZERO, 0, Duration.ZERO)).isEqualTo(1);
                stalled.onRestFree();
                stalled.onRest(lease.buffer(), 0);
            });
            bench.turn();
            assertThat(session.evictions).hasValue(0);
            waiter.close();
            lease.close();
        }
    }

    @Test
    void what_the_other_side_takes_of_a_stalled_buffer_is_told_to_the_pool() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            StalledBuffers stalled = new StalledBuffers(bench.loop, session);
            Lease lease = bench.take();
            bench.onLoop(() -> {
                stalled.onRest(lease.buffer().writeZero(10), 0);
                stalled.onRest(lease.buffer().skipBytes(4), 0);
            });
            assertThat(bench.pool.stalled(1))
                    .extracting(StalledBuffer::leftBytes)
                    .containsExactly(6);
            lease.close();
        }
    }

    @Test
    void a_buffer_that_stalls_is_counted_for_the_client_that_the_session_has_then() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, 0)) {
            StalledBuffers stalled = new StalledBuffers(bench.loop, session);
            Lease written = bench.take();
            Lease held = bench.take();
            bench.onLoop(() -> stalled.onRest(written.buffer().writeZero(10), 0));
            session.client = SECOND;
            bench.onLoop(() -> stalled.hold(held.buffer()));
            assertThat(bench.pool.stalled(2)).extracting(StalledBuffer::client).containsExactly(FIRST, SECOND);
            written.close();
            held.close();
        }
    }

    @Test
    void a_session_that_throws_as_it_is_evicted_is_told_of_its_bug_and_its_connection_closes() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.events.failAt("evicted");
            Lease lease = bench.take();
            Ticket waiter = waiter(bench);
            bench.onLoop(() -> {
                bench.connection.hold(lease.buffer());
                assertThat(bench.pool.evict(Duration.ZERO, 0, Duration.ZERO)).isEqualTo(1);
            });
            bench.await("bug");
            bench.other.expectEnd();
            waiter.close();
            lease.close();
        }
    }

    private static Ticket waiter(LoopBench bench) {
        Ticket waiter = bench.pool.ticket(7, Flow.REQUEST, ignored -> true);
        assertThat(waiter.acquire(WaitClass.START)).isSameAs(waiter);
        return waiter;
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Front implements StalledBuffers.Owner {

        private volatile InetAddress client = FIRST;
        private final AtomicInteger evictions = new AtomicInteger();

        @Override
        public InetAddress client() {
            return client;
        }

        @Override
        public void onEvicted() {
            evictions.incrementAndGet();
        }
    }
}
