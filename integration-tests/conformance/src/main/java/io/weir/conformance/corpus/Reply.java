package io.weir.conformance.corpus;

import java.util.List;

/**
 * What a hostile server answers one request with.
 *
 * @param group the trick that it plays
 * @param name unique among all
 * @param method of the request
 * @param after what it does with the connection in the end
 */
public record Reply(String group, String name, String method, List<Step> steps, After after) {

    /** What a server does behind its last byte. */
    public enum After {
        /** Waits for the next request. */
        KEEP,
        /** Closes, as a body without length ends. */
        CLOSE,
        /** Closes too early: no client may take what it has got for whole. */
        CUT
    }

    /** Its request has this target. */
    public static final String TARGET = "/hostile";

    static Reply of(String group, String name, String bytes) {
        return new Reply(group, name, "GET", List.of(Step.now(bytes)), After.KEEP);
    }

    Reply to(String otherMethod) {
        return new Reply(group, name, otherMethod, steps, after);
    }

    Reply then(After other) {
        return new Reply(group, name, method, steps, other);
    }

    Reply later(String bytes) {
        return new Reply(group, name, method, List.of(steps.get(0), Step.later(bytes)), after);
    }
}
