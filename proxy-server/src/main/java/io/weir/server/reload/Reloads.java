package io.weir.server.reload;

import io.weir.server.config.Proposal;
import io.weir.server.text.Excerpt;
import io.weir.server.watch.Change;
import io.weir.server.watch.ContentObserver;
import io.weir.server.watch.ContentWatch;
import io.weir.server.watch.ReadLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What asks for reloads: signals, the files themselves, and callers that wait for the outcome. Safe for use by any thread. */
public final class Reloads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    private final Reloader reloader;
    private final ReloadObserver observer;
    private final ContentWatch watch;
    private final ScheduledExecutorService rounds;
    private final ExecutorService signals;
    private final AtomicBoolean isAsked = new AtomicBoolean();

    /** Reloads by {@code reloader}; looks at the files each {@code interval}, if there is one, within {@code limits}. Tells {@code observer}. */
    public Reloads(Reloader reloader, Optional<Duration> interval, ReadLimits limits, ReloadObserver observer) {
        this(
                reloader,
                interval,
                limits,
                observer,
                ContentWatch.newExecutor(),
                Executors.newSingleThreadExecutor(task -> {
                    Thread thread = new Thread(task, "weir-reload");
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    /** The same on executors of one thread each, which it shuts down. */
    Reloads(
            Reloader reloader,
            Optional<Duration> interval,
            ReadLimits limits,
            ReloadObserver observer,
            ScheduledExecutorService rounds,
            ExecutorService signals) {
        this.reloader = reloader;
        this.observer = observer;
        this.rounds = rounds;
        this.signals = signals;
        watch = new ContentWatch(limits, new Observer());
        interval.ifPresent(time -> {
            watch.watch(reloader.lookedAt());
            watch.start(rounds, time);
        });
    }

    /** Reloads soon, on another thread. Several that are asked for before it begins are one. After {@link #close} each is a line of the log. */
    public void ask() {
        if (signals.isShutdown()) {
            tellOfStop();
        } else if (isAsked.compareAndSet(false, true)) {
            try {
                signals.execute(() -> {
                    isAsked.set(false);
                    reload(Trigger.SIGNAL);
                });
            } catch (RejectedExecutionException closed) {
                tellOfStop();
            }
        }
    }

    /** Reloads, and waits for the outcome, of which the log has all lines and the result the first {@link ReloadOutcome#MOST_LINES} of each kind. */
    public ReloadOutcome reload(Trigger trigger) {
        observer.begins(trigger);
        ReloadOutcome outcome = reloader.reload(trigger);
        watch.watch(reloader.lookedAt());
        observer.ended(trigger, outcome);
        return outcome.bounded();
    }

    /**
     * Tells what a reload of a configuration would change, and changes nothing.
     *
     * @param proposal the text of a {@link Proposal}
     */
    public ReloadOutcome preview(String proposal, Asker asker) {
        return reloader.preview(heapBytes -> Proposal.read(proposal, heapBytes), asker)
                .bounded();
    }

    @Override
    public void close() {
        watch.stop();
        rounds.shutdownNow();
        if (!signals.shutdownNow().isEmpty()) {
            tellOfStop();
        }
    }

    // As ReloadLog tells a reload that the program refuses because it stops. The configuration is not looked at any
    // more.
    private static void tellOfStop() {
        LOG.info("event=reload result={} trigger={}", ReloadResult.STOPPING.word(), Trigger.SIGNAL.word());
    }

    /** Says in one line of the log that these files change all the time. */
    static void warnOfUnsettled(Set<Path> paths) {
        LOG.warn("event=config_unsettled files=\"{}\"", Excerpt.inQuotes(String.valueOf(paths)));
    }

    private final class Observer implements ContentObserver {

        @Override
        public void changed(Change change) {
            reload(Trigger.WATCH);
        }

        @Override
        public void unsettled(Set<Path> paths) {
            warnOfUnsettled(paths);
            reloader.unsettled();
        }

        @Override
        public void settled() {
            LOG.info("event=config_settled");
            reloader.settled();
        }

        @Override
        public void failed(Throwable bug) {
            LOG.error("event=watch_bug", bug);
        }
    }
}
