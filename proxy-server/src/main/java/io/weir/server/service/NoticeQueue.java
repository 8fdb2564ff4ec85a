package io.weir.server.service;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages on their way to the service manager: sent one after the other on a thread of their own, so that no caller waits. The first failure is logged, later
 * ones are not. Safe for use by any thread.
 */
final class NoticeQueue implements Consumer<List<String>> {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeQueue.class);

    // A service manager that hangs leaves messages behind; then the oldest are dropped, since the newest tells the
    // state.
    private static final int MOST_WAITING = 64;
    private static final Duration IDLE = Duration.ofSeconds(1);

    /** The means by which a message is sent. */
    interface Sender {

        /** Sends one message, which may block. Returns the reason if it was not sent. */
        Optional<String> send(List<String> assignments) throws InterruptedException;
    }

    private final Sender sender;
    private final Executor executor;
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    /** Sends on a daemon thread that ends when it has been idle for a second. */
    NoticeQueue(Sender sender) {
        this(sender, thread());
    }

    /** Sends by tasks of {@code executor}, which must run them in order. */
    NoticeQueue(Sender sender, Executor executor) {
        this.sender = sender;
        this.executor = executor;
    }

    /** Sends a message, assignments such as {@code READY=1}, soon. */
    @Override
    public void accept(List<String> assignments) {
        executor.execute(() -> send(assignments));
    }

    private void send(List<String> assignments) {
        try {
            sender.send(assignments).ifPresent(this::failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String why) {
        if (hasFailed.compareAndSet(false, true)) {
            LOG.warn("event=notify_failed why=\"{}\"", why);
        }
    }

    private static Executor thread() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                NoticeQueue::daemon,
                new ThreadPoolExecutor.DiscardOldestPolicy());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "weir-notify");
        thread.setDaemon(true);
        return thread;
    }
}
