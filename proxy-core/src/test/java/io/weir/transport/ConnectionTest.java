package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.nio.NioIoOps;
import io.weir.buffer.WaitClass;
import io.weir.connection.Written;
import io.weir.testing.connection.RecordedEvents;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of the bytes that are written to a connection, and how it ends. */
final class ConnectionTest {

    private static final int SMALL = 4096;
    private static final int TEXT = 16 * 1024;
    private static final int PIECE = LoopBench.BUFFER_SIZE / 8;

    @RegisterExtension
    final Scene scene = new Scene();

    // The kernel may have room again before the loop has heard of it. What lies queued would be parts of two messages.
    @Test
    void a_write_behind_a_rest_is_refused_and_the_rest_arrives_whole() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, SMALL)) {
            int written = bench.askLoop(() -> {
                int sum = 0;
                for (Written result = Written.ALL; result == Written.ALL; sum += LoopBench.BUFFER_SIZE) {
                    result = bench.connection.write(bench.take().buffer().writeZero(LoopBench.BUFFER_SIZE));
                }
                bench.other.in().readNBytes(sum - 2 * LoopBench.BUFFER_SIZE);
                ByteBuf another = bench.take().buffer().writeZero(1);
                assertThatThrownBy(() -> bench.connection.write(another)).isInstanceOf(IllegalStateException.class);
                assertThat(another.refCnt()).isZero();
                assertThatThrownBy(bench.connection::shutdownOutput).isInstanceOf(IllegalStateException.class);
                return sum;
            });
            assertThat(bench.other.in().readNBytes(2 * LoopBench.BUFFER_SIZE)).hasSize(2 * LoopBench.BUFFER_SIZE);
            bench.await("drained");
            bench.onLoop(bench.connection::shutdownOutput);
            bench.other.expectEnd();
            assertThat(written).isPositive();
        }
    }

    // The socket of a connection that the other side has reset is writable for ever.
    @Test
    void after_a_failed_write_the_socket_is_not_called_writable_again() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            bench.other.send("unread by us");
            writeUntilStalled(bench);
            bench.other.reset();
            bench.await("write failed");
            bench.turn();
            bench.turn();
            assertThat(bench.askLoop(bench.connection::isDrained)).isFalse();
            assertThat(bench.loop.unwantedEvents()).isZero();
        }
    }

    @Test
    void a_wait_for_room_ends_with_who_waits() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            RecordedEvents next = new RecordedEvents();
            expectNotRoomy(bench, () -> write(bench));
            expectNotRoomy(bench, () -> bench.connection.tell(next, next, next));
            expectNotRoomy(bench, bench.connection::shutdownOutput);
            assertThat(next.told()).isEmpty();
        }
    }

    private static void expectNotRoomy(LoopBench bench, Runnable end) {
        bench.onLoop(() -> {
            bench.connection.awaitRoom();
            end.run();
        });
        bench.turn();
        assertThat(bench.events.told()).isEmpty();
    }

    private static void write(LoopBench bench) {
        assertThat(bench.connection.write(bench.take().buffer().writeZero(1))).isEqualTo(Written.ALL);
    }

    // As a bug would leave it behind.
    @Test
    void an_event_that_serves_nobody_is_counted_once_and_does_not_come_again() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> bench.channel.interest(NioIoOps.WRITE, true));
            bench.expectUnwantedEvents(1);
            bench.onLoop(bench.channel::wantRead);
            bench.other.send("x");
            bench.expectUnwantedEvents(2);
            bench.turn();
            bench.turn();
            assertThat(bench.loop.unwantedEvents()).isEqualTo(2);
            assertThat(bench.events.told()).isEmpty();
        }
    }

    @Test
    void a_stalled_buffer_goes_back_when_the_other_side_resets() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            writeUntilStalled(bench);
            bench.other.reset();
            bench.await("write failed");
            assertThat(bench.pool.level().stalled()).isZero();
            assertThat(bench.pool.leased()).isZero();
        }
    }

    @Test
    void who_has_been_written_much_is_roomy_again_when_the_kernel_says_so() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            assertThat(isRoomy(bench)).isTrue();
            while (isRoomy(bench)) {
                assertThat(write(bench, LoopBench.BUFFER_SIZE)).isEqualTo(Written.ALL);
            }
            bench.onLoop(bench.connection::awaitRoom);
            bench.await("roomy");
            assertThat(isRoomy(bench)).isTrue();
            bench.turn();
            assertThat(bench.events.told()).containsExactly("roomy");
        }
    }

    // What the account of room promises: a socket called roomy takes a whole buffer without stalling.
    @Test
    void who_is_roomy_never_stalls_however_slowly_the_other_side_reads() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            SplittableRandom random = new SplittableRandom(1);
            FutureTask<Long> reader = scene.beside(() -> readInBursts(bench.other, new SplittableRandom(2)));
            long sent = 0;
            for (int write = 0; write < 600; write++) {
                awaitRoom(bench);
                int length = 1 + random.nextInt(LoopBench.BUFFER_SIZE);
                assertThat(write(bench, length)).as("write %d", write).isEqualTo(Written.ALL);
                sent += length;
            }
            bench.onLoop(bench.connection::shutdownOutput);
            assertThat(Scene.join(reader)).isEqualTo(sent);
        }
    }

    private static boolean isRoomy(LoopBench bench) {
        return bench.askLoop(bench.connection::room) > 0;
    }

    private static void awaitRoom(LoopBench bench) {
        if (!isRoomy(bench)) {
            int told = bench.events.count("roomy");
            bench.onLoop(bench.connection::awaitRoom);
            Scene.await("roomy", () -> bench.events.count("roomy") > told, () -> bench.events.told() + "");
        }
    }

    private static long readInBursts(ScriptedConnection other, SplittableRandom random) throws IOException {
        long read = 0;
        for (int count = 0; count >= 0; count = other.in().read(new byte[1 + random.nextInt(20_000)])) {
            read += count;
        }
        return read;
    }

    @Test
    void a_few_bytes_that_are_not_taken_hold_no_buffer_and_arrive_in_their_order() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL, 1 << 20)) {
            String sent = writeUntilATailIsParked(bench);
            assertThat(bench.pool.leased()).isZero();
            assertThat(bench.pool.level().stalled()).isZero();
            assertThat(bench.askLoop(bench.connection::isDrained)).isFalse();
            assertThat(bench.events.count("drained")).isZero();
            bench.other.expect(sent);
            bench.await("drained");
            assertThat(bench.parking.usedBytes()).isZero();
            assertThat(write(bench, 10)).isEqualTo(Written.ALL);
        }
    }

    @Test
    void a_parked_tail_goes_with_its_connection() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL, 1 << 20)) {
            writeUntilATailIsParked(bench);
            bench.onLoop(bench.connection::close);
            bench.turn();
            assertThat(bench.parking.usedBytes()).isZero();
        }
    }

    // In pieces that are themselves no more than a tail, so that whatever is left is one.
    private static String writeUntilATailIsParked(LoopBench bench) {
        StringBuilder sent = new StringBuilder();
        while (bench.parking.usedBytes() == 0) {
            String piece = Character.toString('a' + sent.length() / PIECE % 26).repeat(PIECE);
            ByteBuf buffer = bench.take().buffer();
            buffer.writeCharSequence(piece, StandardCharsets.ISO_8859_1);
            sent.append(piece);
            bench.askLoop(() -> bench.connection.write(buffer));
        }
        return sent.toString();
    }

    @Test
    void what_is_left_of_a_text_of_ours_is_parked_and_arrives() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL, 1 << 20)) {
            byte[] text = "x".repeat(TEXT).getBytes(StandardCharsets.ISO_8859_1);
            int written = TEXT;
            for (; bench.askLoop(() -> bench.connection.write(text)) == Written.ALL; written += TEXT) {
                assertThat(bench.parking.usedBytes()).isZero();
            }
            assertThat(bench.parking.usedBytes()).isBetween(1L, (long) TEXT);
            bench.other.expect("x".repeat(written));
            bench.await("drained");
            assertThat(bench.parking.usedBytes()).isZero();
        }
    }

    @Test
    void a_few_bytes_of_a_buffer_that_somebody_else_holds_are_not_parked() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL, 1 << 20)) {
            ByteBuf whole = bench.take().buffer().writeZero(LoopBench.BUFFER_SIZE);
            Written last = Written.ALL;
            while (last == Written.ALL) {
                last = bench.askLoop(() -> bench.connection.write(whole.retainedSlice(0, PIECE)));
            }
            assertThat(bench.parking.usedBytes()).isZero();
            assertThat(bench.pool.level().stalled()).isEqualTo(1);
            whole.release();
        }
    }

    @Test
    void bytes_that_came_before_a_failed_write_can_still_be_read() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, 0)) {
            bench.other.send("last words");
            write(bench, 10);
            // With bytes unread the close is a reset.
            bench.other.close();
            Scene.await(
                    "a write that fails",
                    () -> {
                        write(bench, 10);
                        return bench.events.told().contains("write failed");
                    },
                    () -> bench.events.told() + "");
            bench.onLoop(() -> bench.connection.read(WaitClass.FINISH));
            bench.await("bytes");
            assertThat(bench.events.bytes()).isEqualTo("last words");
        }
    }

    // The socket is closed when a read or write fails, and its session told a moment later. In between its other side
    // may become readable.
    @Test
    void room_on_a_connection_that_has_just_been_closed_is_awaited_in_vain() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                bench.connection.close();
                bench.connection.awaitRoom();
            });
            bench.turn();
            assertThat(bench.events.told()).isEmpty();
        }
    }

    private static int writeUntilStalled(LoopBench bench) {
        int written = 0;
        Written last = Written.ALL;
        while (last == Written.ALL) {
            last = write(bench, LoopBench.BUFFER_SIZE);
            written += LoopBench.BUFFER_SIZE;
        }
        return written;
    }

    private static Written write(LoopBench bench, int length) {
        ByteBuf buffer = bench.take().buffer();
        buffer.writeZero(length);
        return bench.askLoop(() -> bench.connection.write(buffer));
    }
}
