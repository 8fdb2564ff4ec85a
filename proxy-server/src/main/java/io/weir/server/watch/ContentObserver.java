package io.weir.server.watch;

import java.nio.file.Path;
import java.util.Set;

/** The receiver of the reports of a {@link ContentWatch}, called on the thread of its rounds, one call at a time. */
public interface ContentObserver {

    /** Ignores every report. */
    ContentObserver NONE = change -> {};

    /**
     * The set has changed and is stable. No round takes place until this method returns, so changes meanwhile become one report. It may
     * call {@link ContentWatch#watch}. The same change is not reported again, also if this method throws.
     */
    void changed(Change change);

    /**
     * Files have changed from each round to the next for {@link ContentWatch#UNSETTLED_ROUNDS} rounds, so that nothing could be reported.
     * Called once until the set is stable again.
     *
     * @param paths those that differ between the last two rounds
     */
    default void unsettled(Set<Path> paths) {}

    /**
     * Files that were reported as {@link #unsettled} are stable again and are what was loaded or reported last. Called once for each such
     * report, unless {@link #changed} is called in place of it.
     */
    default void settled() {}

    /** A round, or a method of this observer, has thrown: a bug. The watch goes on. */
    default void failed(Throwable bug) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
    }
}
