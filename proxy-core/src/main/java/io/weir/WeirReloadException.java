package io.weir;

import java.util.List;

/** A reload is refused as a whole, and nothing has changed. The message is meant for people. */
public final class WeirReloadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why settings cannot be taken over. */
    public enum Cause {
        /** Something that the memory sum was made with would change. */
        NEEDS_RESTART,
        /** An address to listen on cannot be had, or there is no room for its socket before one of a listener that has gone is closed. */
        CANNOT_LISTEN,
        /** Weir was told to stop. */
        STOPPING
    }

    private final Cause why;
    private final transient List<String> reasons;

    WeirReloadException(Cause why, List<String> reasons) {
        super(String.join("; ", reasons));
        this.why = why;
        this.reasons = List.copyOf(reasons);
    }

    /** The kind of cause. */
    public Cause why() {
        return why;
    }

    /** All reasons, each for a line of its own: for {@link Cause#NEEDS_RESTART} the keys, below {@code weir}, with both values. */
    public List<String> reasons() {
        return reasons;
    }
}
