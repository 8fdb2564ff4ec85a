package io.weir.server.reload;

/** Told of each reload, on the thread that does it. Must not block. */
public interface ReloadObserver {

    /** Does nothing. */
    ReloadObserver NONE = new ReloadObserver() {
        @Override
        public void begins(Trigger trigger) {}

        @Override
        public void ended(Trigger trigger, ReloadOutcome outcome) {}
    };

    /** A reload begins. */
    void begins(Trigger trigger);

    /** A reload has ended, in whatever way. */
    void ended(Trigger trigger, ReloadOutcome outcome);
}
