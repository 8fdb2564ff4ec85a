package io.weir.exchange;

import org.jspecify.annotations.Nullable;

/**
 * One address and protocol by which clients connect, from the reload that brings it to the one that does not have it any more. Its rules are those of the current
 * {@link Generation}. Safe for use by any thread.
 */
public final class Listener {

    private final Generations generations;
    private volatile @Nullable ListenerRules last;

    /** A listener of these generations. */
    public Listener(Generations generations) {
        this.generations = generations;
    }

    /** The generation that an exchange of this listener takes now. */
    public Generation generation() {
        return generations.current();
    }

    /** Its rules in {@code generation}: in one that does not have it any more, those that it had last. */
    public ListenerRules rules(Generation generation) {
        ListenerRules found = generation.rules(this);
        ListenerRules known = found == null ? last : found;
        if (known == null) {
            throw new IllegalStateException("no rules in generation " + generation.number());
        }
        return known;
    }

    /** Ends with the rules of {@code generation}, the last that has it: its clients are served by them until their connections have ended. */
    public void end(Generation generation) {
        last = rules(generation);
    }

    /** Whether the current configuration does not have it any more: each of its connections ends with its present exchange. */
    public boolean hasEnded() {
        return last != null;
    }
}
