package io.weir.server.watch;

/** What a watch knows after a round. Immutable; told apart by identity, so that a round whose set was replaced meanwhile is recognised. */
final class Watched {

    private final Snapshot known;
    private final Snapshot last;
    private final int unsettledRounds;

    private Watched(Snapshot known, Snapshot last, int unsettledRounds) {
        this.known = known;
        this.last = last;
        this.unsettledRounds = unsettledRounds;
    }

    /** Before the first round. */
    static Watched from(Snapshot loaded) {
        return new Watched(loaded, loaded, 0);
    }

    /** After a round that has read this. */
    Watched after(Snapshot read) {
        if (read.equals(known) || read.equals(last)) {
            return from(read);
        }
        return new Watched(known, read, unsettledRounds + 1);
    }

    /** What was loaded or reported last. */
    Snapshot known() {
        return known;
    }

    /** What the last round has read. */
    Snapshot last() {
        return last;
    }

    /** Rounds without a stable reading, up to now. */
    int unsettledRounds() {
        return unsettledRounds;
    }
}
