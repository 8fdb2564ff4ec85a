package io.weir.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.admin.LoggedLines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class NoticeQueueTest {

    private static final List<String> READY = List.of("READY=1");
    private static final List<String> STOPPING = List.of("STOPPING=1");

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<List<String>> sent = new ArrayList<>();

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void messages_are_sent_later_and_in_order() {
        NoticeQueue queue = new NoticeQueue(
                message -> {
                    sent.add(message);
                    return Optional.empty();
                },
                tasks::add);
        queue.accept(READY);
        queue.accept(STOPPING);
        assertThat(sent).isEmpty();
        runAll();
        assertThat(sent).containsExactly(READY, STOPPING);
    }

    @Test
    void the_first_failure_is_one_line_of_the_log_and_the_next_are_none() {
        try (LoggedLines log = LoggedLines.of(NoticeQueue.class)) {
            NoticeQueue queue = new NoticeQueue(message -> Optional.of("not there"), tasks::add);
            queue.accept(READY);
            queue.accept(STOPPING);
            runAll();
            assertThat(log.lines()).containsExactly("WARN event=notify_failed why=\"not there\"");
        }
    }

    @Test
    void messages_behind_one_that_hangs_hold_nobody_up_and_the_last_of_them_is_sent() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        NoticeQueue queue = new NoticeQueue(message -> {
            begun.countDown();
            released.await();
            if (message.equals(STOPPING)) {
                stopping.countDown();
            }
            return Optional.empty();
        });
        queue.accept(READY);
        begun.await();
        for (int message = 0; message < 1000; message++) {
            queue.accept(READY);
        }
        queue.accept(STOPPING);
        released.countDown();
        stopping.await();
    }
}
