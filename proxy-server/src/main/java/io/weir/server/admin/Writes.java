package io.weir.server.admin;

import io.weir.server.access.Role;
import io.weir.time.Ticker;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes that there are, and the thread that does one of them at a time. Safe for use by any thread.
 *
 * <p>There is one place for writes that need {@link Role#WRITE} and one for those that need {@link Role#READ}, so that no caller with the token for reading
 * keeps a write out. A place is claimed when the head of a write has passed, and given back when the write has been done, or when its body does not come.
 */
final class Writes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Writes.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofSeconds(10);
    private static final int SERVER_ERROR = 500;
    private static final WriteAnswer BUG = new WriteAnswer(SERVER_ERROR, "{\"failed\":\"a bug, see the log\"}\n");

    private final Map<String, Write> byPath = new ConcurrentHashMap<>();
    private final Map<Role, AtomicBoolean> claimed =
            new EnumMap<>(Map.of(Role.READ, new AtomicBoolean(), Role.WRITE, new AtomicBoolean()));
    private final Audit audit;
    private final Ticker ticker;
    private final ThreadPoolExecutor thread;

    Writes(ThreadFactory threads, Audit audit, Ticker ticker) {
        this.audit = audit;
        this.ticker = ticker;
        // The claims admit one of each place; the other waits in the queue.
        thread = new ThreadPoolExecutor(1, 1, KEPT.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Adds a write.
     *
     * @throws IllegalArgumentException if its path is taken, by a write or by a page
     */
    void register(Write write) {
        if (Pages.isPage(write.path()) || byPath.putIfAbsent(write.path(), write) != null) {
            throw new IllegalArgumentException("path: " + write.path() + " is taken");
        }
    }

    /** The write for which a target stands, letter for letter. */
    Optional<Write> at(String target) {
        return Optional.ofNullable(byPath.get(target));
    }

    /** The paths of all writes, in order. */
    List<String> paths() {
        return byPath.keySet().stream().sorted().toList();
    }

    /** Claims the place of a write, if it is free. */
    boolean claim(Write write) {
        return place(write).compareAndSet(false, true);
    }

    /** Gives the place back, of a write that is not done. */
    void giveUp(Write write) {
        place(write).set(false);
    }

    private AtomicBoolean place(Write write) {
        return Objects.requireNonNull(claimed.get(write.role()));
    }

    /** Does a write whose place is claimed, on the thread of writes; {@code done} is called there. The place is free by then. */
    void run(Write write, WriteRequest request, Consumer<WriteAnswer> done) {
        thread.execute(() -> handle(write, request, done));
    }

    private void handle(Write write, WriteRequest request, Consumer<WriteAnswer> done) {
        long begun = ticker.nanos();
        WriteAnswer answer = BUG;
        try {
            answer = write.handler().handle(request);
        } catch (Exception bug) {
            LOG.error("event=admin_write_failed write={}", write.path(), bug);
        } finally {
            audit.written(request, answer, Duration.ofNanos(ticker.nanos() - begun));
            giveUp(write);
            done.accept(answer);
        }
    }

    /** Takes no more, and waits up to 10 s for the one that is under way, which is interrupted then. Not for the thread of writes. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (thread.awaitTermination(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
    }
}
