package io.weir.exchange;

import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configuration as traffic sees it, from the reload that brought it to the end of the last exchange that began under it. Its settings are
 * immutable; it also counts its exchanges and tunnels. Safe for use by any thread, except where a method says otherwise.
 *
 * <p>An exchange takes the current generation when its head is complete and keeps it; a tunnel keeps it to its end. A connection keeps none, so that an
 * idle one keeps no old configuration alive.
 */
public final class Generation {

    private final long number;
    private final Timeouts timeouts;
    private final Limits limits;
    private final Map<Listener, ListenerRules> rules;
    private final LoopCounts exchanges;
    private final LoopCounts tunnels;
    private volatile long replacedNanos;
    private volatile boolean closed;

    /**
     * A generation without exchanges and tunnels.
     *
     * @param number 1 for the first, one more for each reload
     * @param loops number of event loops
     * @param timeouts how long each phase may take, where a route does not say otherwise
     * @param limits what clients may ask for
     * @param rules those of each listener
     */
    public Generation(long number, int loops, Timeouts timeouts, Limits limits, Map<Listener, ListenerRules> rules) {
        this.number = number;
        this.timeouts = timeouts;
        this.limits = limits;
        this.rules = Map.copyOf(rules);
        exchanges = new LoopCounts(loops);
        tunnels = new LoopCounts(loops);
    }

    /** Its number: 1 for the first, one more for each reload. */
    public long number() {
        return number;
    }

    /** How long each phase may take, where a route does not say otherwise. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** What clients may ask for. */
    public Limits limits() {
        return limits;
    }

    /** The rules of {@code listener}; null if it has none in this generation. */
    @Nullable
    ListenerRules rules(Listener listener) {
        return rules.get(listener);
    }

    /** Exchanges that have begun under it and are not over, tunnels left out. */
    public long exchanges() {
        return exchanges.sum();
    }

    /** Tunnels that have begun under it and are not over. */
    public long tunnels() {
        return tunnels.sum();
    }

    /** Counts exchanges that have begun (positive) or are over (negative). On the event loop of this number. */
    void countExchanges(int loop, int change) {
        exchanges.add(loop, change);
    }

    /** Counts tunnels that have begun (positive) or are over (negative). On the event loop of this number. */
    public void countTunnels(int loop, int change) {
        tunnels.add(loop, change);
    }

    /** Another becomes current, by the time of {@link io.weir.time.Ticker#realNanos()}. */
    void replacedAt(long nanos) {
        replacedNanos = nanos;
    }

    /** Nanoseconds since another became current. Meaningless for the current one. */
    public long ageNanos(long nowNanos) {
        return nowNanos - replacedNanos;
    }

    /** Notes that no exchange takes it any more: another is current, and each event loop has run a task since. */
    void close() {
        closed = true;
    }

    /** Whether it has no exchange and no tunnel, and will have none. */
    boolean isOver() {
        // Exchanges first: one that becomes a tunnel is counted there before it is no longer counted here.
        return closed && exchanges() == 0 && tunnels() == 0;
    }
}
