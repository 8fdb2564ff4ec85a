package io.weir.server.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Watches a set of files by content, and reports a change of the set once it is stable. A file that is missing, too large or cannot be read is in a
 * state of its own ({@link Obstacle}), whose beginning and end are changes like others. Safe for use by any thread.
 */
public final class ContentWatch {
    /*
     * Content is polled, because notifications are lost: inotify reports nothing at a path when Kubernetes swaps the symbolic link ..data above it,
     * and NFS never does. Every round reads all files of the set from their paths.
     *
     * A round compares the whole set with what is known (loaded or reported last) and with the reading of the round before:
     *
     *   equal to what is known          nothing has changed, or the change was taken back
     *   equal to the round before       two equal readings: reported, and known from now on
     *   neither                         half-written, or new: the next round decides
     *
     * Equality of the whole set, not of each file: a swap of several files between two readings is not reported half. Two rounds that read
     * the same half of a file that is being written are possible if its writer pauses for longer than the interval; the rest is then the
     * next change.
     *
     * The set begins as the snapshot of a load, not as a reading of the watch: a change between the load and the first round would be lost.
     *
     * Files that change in every round are reported once as unsettled. The next reading that is equal to what is known, or the next change, ends that.
     *
     * The lock guards the fields and is not held while files are read or the observer is called. A round takes its beginning (Watched) out of
     * the lock and puts its end in only if nobody has replaced the beginning meanwhile.
     */

    /** Rounds without two equal readings after which {@link ContentObserver#unsettled} is called: a minute at 5 s. */
    public static final int UNSETTLED_ROUNDS = 12;

    private static final String THREAD = "weir-watch";

    private final Function<Collection<Path>, Snapshot> reader;
    private final ContentObserver observer;
    private final Object lock = new Object();
    private Watched watched = Watched.from(Snapshot.EMPTY); // guarded by lock
    private Future<?> rounds = CompletableFuture.completedFuture(THREAD); // guarded by lock
    private boolean inRound; // guarded by lock
    private boolean toldUnsettled; // of the round in progress; the lock, which each round takes, hands it on

    /** A watch of nothing, until {@link #watch} and {@link #start} are called. */
    public ContentWatch(ReadLimits limits, ContentObserver observer) {
        this(new ContentReader(limits)::snapshot, observer);
    }

    /** A watch of what {@code reader} returns for the paths of the set. */
    ContentWatch(Function<Collection<Path>, Snapshot> reader, ContentObserver observer) {
        this.reader = reader;
        this.observer = observer;
    }

    /**
     * An executor with one daemon thread, {@code weir-watch}. Several watches may share it; a file system or an observer that hangs
     * then holds up all of them. The caller shuts it down.
     */
    public static ScheduledExecutorService newExecutor() {
        return Executors.newSingleThreadScheduledExecutor(round -> {
            Thread thread = new Thread(round, THREAD);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Watches these paths from now on, and reports what differs from these states. They are those of the last load, whether it succeeded or
     * not. A load that did not read through {@link ContentReader#read} takes {@link ContentReader#snapshot} before it reads.
     */
    public void watch(Snapshot loaded) {
        synchronized (lock) {
            watched = Watched.from(loaded);
        }
    }

    /** Begins rounds on {@code executor}, each {@code interval} after the end of the one before, in place of those begun earlier. */
    public void start(ScheduledExecutorService executor, Duration interval) {
        long nanos = interval.toNanos();
        replaceRounds(executor.scheduleWithFixedDelay(this::round, nanos, nanos, TimeUnit.NANOSECONDS));
    }

    /**
     * Ends the rounds, until {@link #start} is called again. Does not wait for a round in progress: it reports nothing any more unless it is
     * at its report already.
     */
    public void stop() {
        replaceRounds(CompletableFuture.completedFuture(THREAD));
        synchronized (lock) {
            watched = Watched.from(watched.known());
        }
    }

    /**
     * Reads all files once and reports a change if there is one. Returns at once if a round is in progress. Throws nothing.
     */
    public void round() {
        Optional<Watched> beginning = begin();
        if (beginning.isEmpty()) {
            return;
        }
        try {
            end(beginning.get(), reader.apply(beginning.get().known().paths()));
        } catch (Throwable bug) {
            tell(bug);
        } finally {
            synchronized (lock) {
                inRound = false;
            }
        }
    }

    private Optional<Watched> begin() {
        synchronized (lock) {
            if (inRound) {
                return Optional.empty();
            }
            inRound = true;
            return Optional.of(watched);
        }
    }

    private void end(Watched before, Snapshot read) {
        Watched after = before.after(read);
        synchronized (lock) {
            if (watched != before) {
                return;
            }
            watched = after;
        }
        tell(before, after);
    }

    // A set that was replaced since files were unsettled has counted no rounds, so toldUnsettled is no part of Watched.
    private void tell(Watched before, Watched after) {
        if (!after.known().equals(before.known())) {
            toldUnsettled = false;
            observer.changed(new Change(before.known(), after.known()));
        } else if (after.unsettledRounds() == UNSETTLED_ROUNDS) {
            toldUnsettled = true;
            observer.unsettled(before.last().differences(after.last()));
        } else if (after.unsettledRounds() == 0 && toldUnsettled) {
            toldUnsettled = false;
            observer.settled();
        }
    }

    /** An executor repeats nothing that throws, so not even this may. */
    private void tell(Throwable bug) {
        try {
            observer.failed(bug);
        } catch (Throwable worse) {
            bug.addSuppressed(worse);
            ContentObserver.NONE.failed(bug);
        }
    }

    private void replaceRounds(Future<?> next) {
        Future<?> earlier;
        synchronized (lock) {
            earlier = rounds;
            rounds = next;
        }
        earlier.cancel(false);
    }
}
