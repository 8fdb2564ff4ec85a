package io.weir.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class LineQueueTest {

    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @Test
    void a_stream_that_does_not_take_lines_costs_lines_and_nobodys_time() throws InterruptedException {
        StuckStream stream = new StuckStream();
        LineQueue queue = new LineQueue(stream, 30, SHORT);
        queue.offer(line("first"));
        stream.reached.await();
        for (int i = 0; i < 10; i++) {
            queue.offer(line("line " + i));
        }
        assertThat(queue.dropped()).isEqualTo(6);
        stream.released.countDown();
        queue.close();
        assertThat(stream.taken.toString(StandardCharsets.US_ASCII))
                .isEqualTo("first\nline 0\nline 1\nline 2\nline 3\n");
    }

    @Test
    void lines_are_written_together_when_half_of_the_room_is_used() throws InterruptedException {
        StuckStream stream = new StuckStream();
        LineQueue queue = new LineQueue(stream, 40, FOR_EVER);
        queue.offer(line("one"));
        queue.offer(line("two"));
        assertThat(stream.reached.getCount()).isEqualTo(1);
        queue.offer(line("three, and more"));
        stream.reached.await();
        queue.offer(line("four"));
        stream.released.countDown();
        queue.close();
        assertThat(stream.writes).containsExactly("one\ntwo\nthree, and more\n", "four\n");
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void few_lines_do_not_wait_for_more_for_ever() throws InterruptedException {
        StuckStream stream = new StuckStream();
        LineQueue queue = new LineQueue(stream, 1000, SHORT);
        stream.released.countDown();
        queue.offer(line("alone"));
        stream.reached.await();
        queue.close();
        assertThat(stream.writes).containsExactly("alone\n");
    }

    @Test
    void lines_that_the_stream_refuses_are_counted() {
        LineQueue queue = new LineQueue(new BrokenStream(), 1000, SHORT);
        queue.offer(line("one"));
        queue.offer(line("two"));
        queue.close();
        assertThat(queue.dropped()).isEqualTo(2);
    }

    @Test
    void a_line_after_the_end_is_dropped() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LineQueue queue = new LineQueue(out, 1000, SHORT);
        queue.close();
        queue.offer(line("late"));
        assertThat(queue.dropped()).isEqualTo(1);
        assertThat(out.size()).isZero();
    }

    @Test
    void a_line_that_is_too_long_is_cut_off_and_still_ends() {
        LineBuffer line = new LineBuffer(4);
        line.append("abcdef").end();
        assertThat(new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII))
                .isEqualTo("abc\n");
    }

    private static LineBuffer line(String text) {
        LineBuffer line = new LineBuffer(100).append(text);
        line.end();
        return line;
    }

    private static final class StuckStream extends OutputStream {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final List<String> writes = new ArrayList<>();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void write(int b) {
            taken.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
            taken.write(bytes, offset, length);
            writes.add(new String(bytes, offset, length, StandardCharsets.US_ASCII));
        }
    }

    private static final class BrokenStream extends OutputStream {

        @Override
        public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
        }
    }
}
