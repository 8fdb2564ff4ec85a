package io.weir;

import java.util.List;

/** Refusals of a reload, as the engine throws them. */
public final class Refusal {

    private Refusal() {}

    /** A refusal for that cause, with these reasons. */
    public static WeirReloadException of(WeirReloadException.Cause cause, String... reasons) {
        return new WeirReloadException(cause, List.of(reasons));
    }
}
