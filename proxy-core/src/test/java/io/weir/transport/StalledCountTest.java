package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Flow;
import io.weir.buffer.Holder;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.Written;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The count of stalled buffers is exact, however a write ends: it bounds what clients that do not read may hold (invariant 14 of
 * the design), so a count that drifts up starves bulk for good, and one that drifts down lets it take the pool.
 */
final class StalledCountTest {

    private static final int SMALL = 4096;

    private static final Holder ANYBODY = new Holder(InetAddress.getLoopbackAddress(), stall -> {});

    @RegisterExtension
    final Scene scene = new Scene();

    /** How the stall of a buffer ends. */
    enum End {
        DRAINED {
            @Override
            void bring(LoopBench bench, int written) throws IOException {
                assertThat(bench.other.in().readNBytes(written)).hasSize(written);
                bench.await("drained");
            }
        },
        CLOSED {
            @Override
            void bring(LoopBench bench, int written) {
                bench.onLoop(bench.connection::close);
            }
        },
        ABORTED {
            @Override
            void bring(LoopBench bench, int written) {
                bench.onLoop(bench.connection::abort);
            }
        },
        RESET_BY_THE_OTHER_SIDE {
            @Override
            void bring(LoopBench bench, int written) throws IOException {
                bench.other.reset();
                bench.await("write failed");
            }
        };

        abstract void bring(LoopBench bench, int written) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void a_stall_is_counted_once_until_it_ends(End end) throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, SMALL)) {
            // Another one, which goes on: zero could also be a count that never goes below it.
            Lease other = bench.take();
            other.stalls(ANYBODY, 1);
            int written = writeUntilStalled(bench);
            assertThat(bench.pool.level().stalled()).isEqualTo(2);
            end.bring(bench, written);
            bench.turn();
            assertThat(bench.pool.level().stalled()).isEqualTo(1);
            other.close();
            assertThat(bench.pool.level().stalled()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_gets_the_buffer_next_does_not_inherit_the_stall(End end) throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            int written = writeUntilStalled(bench);
            Ticket next = waitInLine(bench);
            end.bring(bench, written);
            bench.turn();
            assertThat(bench.pool.level().stalled()).isZero();
            collect(next).close();
            assertThat(bench.pool.level().stalled()).isZero();
        }
    }

    // The next holder, on whatever loop, may stall before the writer has looked up.
    @Test
    void who_gets_the_buffer_next_and_stalls_at_once_stays_counted() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            int written = writeUntilStalled(bench);
            Deque<Lease> collected = new ConcurrentLinkedDeque<>();
            Ticket next = bench.pool.ticket(98, Flow.REQUEST, woken -> collected.add(stall(collect(woken))));
            assertThat(next.acquire(WaitClass.START)).isSameAs(next);
            End.DRAINED.bring(bench, written);
            assertThat(bench.pool.level().stalled()).isEqualTo(1);
            collected.remove().close();
            assertThat(bench.pool.level().stalled()).isZero();
        }
    }

    private static Lease stall(Lease lease) {
        lease.stalls(ANYBODY, 1);
        return lease;
    }

    // A part of a buffer is written when a request or a response follows it in the same buffer.
    @Test
    void a_part_of_a_buffer_that_stalls_is_counted_until_it_is_taken_although_the_rest_is_kept() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            Lease kept = bench.take();
            kept.buffer().writeZero(LoopBench.BUFFER_SIZE);
            int written = writePartsUntilStalled(bench, kept.buffer());
            assertThat(bench.pool.level().stalled()).isEqualTo(1);
            assertThat(bench.other.in().readNBytes(written)).hasSize(written);
            bench.await("drained");
            assertThat(bench.pool.level().stalled()).isZero();
            kept.close();
            assertThat(bench.pool.leased()).isZero();
        }
    }

    @Test
    void a_part_of_a_buffer_that_stalls_when_the_connection_closes_is_counted_until_the_rest_goes_back()
            throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            Lease kept = bench.take();
            kept.buffer().writeZero(LoopBench.BUFFER_SIZE);
            writePartsUntilStalled(bench, kept.buffer());
            bench.onLoop(bench.connection::close);
            kept.close();
            assertThat(bench.pool.level().stalled()).isZero();
            assertThat(bench.pool.leased()).isZero();
        }
    }

    @Test
    void a_write_after_the_end_of_our_output_marks_no_buffer_of_its_next_holder() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(bench.connection::shutdownOutput);
            writeAndExpectNoStallOfTheNextHolder(bench);
        }
    }

    @Test
    void a_write_to_a_closed_connection_marks_no_buffer_of_its_next_holder() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(bench.connection::close);
            writeAndExpectNoStallOfTheNextHolder(bench);
        }
    }

    @Test
    void a_write_that_the_kernel_refuses_marks_no_buffer_of_its_next_holder() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.other.reset();
            Scene.await(
                    "a write that fails",
                    () -> {
                        writeAndExpectNoStallOfTheNextHolder(bench);
                        return bench.events.told().contains("write failed");
                    },
                    () -> bench.events.told() + "");
        }
    }

    /** A write that does not stall releases its buffer within the call, so that it is the next one's when the writer looks. */
    private static void writeAndExpectNoStallOfTheNextHolder(LoopBench bench) {
        Lease written = bench.take();
        written.buffer().writeZero(10);
        Ticket next = waitInLine(bench);
        bench.onLoop(() -> write(bench, written.buffer()));
        assertThat(bench.pool.level().stalled()).as("stalled").isZero();
        collect(next).close();
        assertThat(bench.pool.level().stalled()).as("stalled").isZero();
    }

    private static void write(LoopBench bench, ByteBuf buffer) {
        try {
            bench.connection.write(buffer);
        } catch (IllegalStateException refused) {
            assertThat(refused).hasMessageContaining("after the end");
        }
    }

    private static int writeUntilStalled(LoopBench bench) {
        int written = 0;
        Written last = Written.ALL;
        while (last == Written.ALL) {
            ByteBuf buffer = bench.take().buffer();
            buffer.writeZero(LoopBench.BUFFER_SIZE);
            last = bench.askLoop(() -> bench.connection.write(buffer));
            written += LoopBench.BUFFER_SIZE;
        }
        return written;
    }

    private static int writePartsUntilStalled(LoopBench bench, ByteBuf whole) {
        int written = 0;
        Written last = Written.ALL;
        while (last == Written.ALL) {
            ByteBuf part = whole.retainedSlice(0, LoopBench.BUFFER_SIZE / 2);
            last = bench.askLoop(() -> bench.connection.write(part));
            written += LoopBench.BUFFER_SIZE / 2;
        }
        return written;
    }

    private static Ticket waitInLine(LoopBench bench) {
        Ticket ticket = bench.pool.ticket(98, Flow.REQUEST, ignored -> true);
        assertThat(ticket.acquire(WaitClass.START)).isSameAs(ticket);
        return ticket;
    }

    private static Lease collect(Ticket ticket) {
        if (ticket.collect() instanceof Lease lease) {
            return lease;
        }
        throw new AssertionError("not granted");
    }
}
