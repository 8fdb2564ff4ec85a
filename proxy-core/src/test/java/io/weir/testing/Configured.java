package io.weir.testing;

import io.weir.exchange.Generation;
import io.weir.exchange.Generations;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import java.util.Map;

/** Configurations of a single generation, for tests of parts that take theirs from the present one. */
public final class Configured {

    private Configured() {}

    /** Generations of which the only one has no listener. */
    public static Generations generations(Timeouts timeouts, Limits limits) {
        return new Generations(new Generation(1, 1, timeouts, limits, Map.of()));
    }

    /** A listener with these rules. */
    public static Listener listener(ListenerRules rules, Timeouts timeouts, Limits limits) {
        Generations generations = generations(timeouts, limits);
        Listener listener = new Listener(generations);
        generations.replace(new Generation(1, 1, timeouts, limits, Map.of(listener, rules)), 0);
        return listener;
    }
}
