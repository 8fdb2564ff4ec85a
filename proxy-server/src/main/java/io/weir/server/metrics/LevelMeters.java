package io.weir.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Levels as gauges, each with its limit beside it. */
final class LevelMeters {

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final Levels levels;

    LevelMeters(MeterRegistry registry, Levels levels) {
        this.registry = registry;
        this.levels = levels;
    }

    void register(int bufferSize) {
        buffers(bufferSize);
        waiting();
        sessions();
        memory();
        generations();
    }

    private void buffers(int size) {
        plain(
                "weir.buffers.leased",
                "Buffers in use, reserve included",
                all -> all.pool().leased());
        plain(
                "weir.buffers.limit",
                "All buffers, reserve included",
                all -> all.pool().limit());
        plain(
                "weir.buffers.reserve.leased",
                "Buffers of the reserve in use",
                all -> all.pool().reserveLeased());
        plain(
                "weir.buffers.reserve.limit",
                "Buffers of the reserve",
                all -> all.pool().reserveLimit());
        plain(
                "weir.buffers.stalled",
                "Buffers whose bytes the other side refuses to take",
                all -> all.pool().stalled());
        plain(
                "weir.buffers.stalled.limit",
                "Stalled buffers from which on bulk waits",
                all -> all.pool().stallQuota());
        gauge("weir.buffer.size", "Bytes of one buffer", all -> size)
                .baseUnit("bytes")
                .register(registry);
        counter(
                "weir.buffers.leaked",
                "Buffers taken back from leases lost to bugs",
                all -> all.pool().leaks());
        counter(
                "weir.buffers.rescued",
                "Waiters that only the sweep found: always a bug",
                all -> all.pool().rescued());
        counter(
                "weir.buffers.evictions",
                "Holders of stalled buffers that had to give them back because others waited",
                all -> all.pool().evicted());
    }

    private void waiting() {
        waiting("finish", all -> all.pool().waitingFinish());
        waiting("start", all -> all.pool().waitingStart());
        waiting("continue", all -> all.pool().waitingContinue());
        gauge(
                        "weir.buffers.oldest.wait",
                        "Age of the waiter who has waited longest for a buffer",
                        all -> all.pool().oldestWaitNanos() / NANOS_PER_SECOND)
                .baseUnit("seconds")
                .register(registry);
        gauge(
                        "weir.buffers.oldest.start",
                        "Age of the waiter of class start who has waited longest for a buffer",
                        all -> all.pool().oldestStartNanos() / NANOS_PER_SECOND)
                .baseUnit("seconds")
                .register(registry);
    }

    private void waiting(String waitClass, ToDoubleFunction<Levels> value) {
        gauge("weir.buffers.waiting", "Waiters in line for a buffer", value)
                .tag("class", waitClass)
                .register(registry);
    }

    private void sessions() {
        plain("weir.sessions", "Clients connected", all -> all.status().sessions());
        plain(
                "weir.sessions.limit",
                "Clients that may be connected",
                all -> all.status().maxSessions());
        plain(
                "weir.accepting",
                "1 while new clients are accepted",
                all -> all.status().accepting() ? 1 : 0);
        plain(
                "weir.accept.paused",
                "1 while nobody is accepted because requests stand in line for a buffer for too long",
                all -> all.status().paused() ? 1 : 0);
        counter(
                "weir.accept.pauses",
                "Times that accepting was paused because requests waited too long for a buffer",
                all -> all.status().pauses());
        counter(
                "weir.descriptor.shortages",
                "Times that the process had no file descriptor for a connection, of a client or to a server",
                all -> all.status().shortages());
        plain(
                "weir.draining",
                "1 once the drain has reached every event loop",
                all -> all.status().draining() ? 1 : 0);
        counter(
                "weir.loop.tasks",
                "Tasks that event loops were given",
                all -> all.status().loopTasks());
        counter(
                "weir.loop.late.turns",
                "Turns of event loops that came more than half a second late: the process was stopped, or a loop blocked",
                all -> all.status().lateTurns());
        gauge(
                        "weir.loop.lag",
                        "How late the latest turn of an event loop came, in the last one to two minutes",
                        all -> all.status().loopLagNanos() / NANOS_PER_SECOND)
                .baseUnit("seconds")
                .register(registry);
        counter(
                "weir.events.unwanted",
                "Events of sockets that served no session: always a bug",
                all -> all.status().unwantedEvents());
    }

    private void memory() {
        gauge(
                        "weir.parked",
                        "Heap for what waits outside buffers",
                        all -> all.status().parkedBytes())
                .baseUnit("bytes")
                .register(registry);
        gauge(
                        "weir.parked.limit",
                        "Most heap for what waits outside buffers",
                        all -> all.status().parkedLimit())
                .baseUnit("bytes")
                .register(registry);
    }

    private void generations() {
        plain(
                "weir.config.generation",
                "Number of the running configuration: 1 from the start, one more with each reload",
                all -> all.status().generation().current());
        plain(
                "weir.config.generations",
                "Configurations in use, the running one included",
                all -> all.status().generation().alive());
        plain(
                "weir.config.old.exchanges",
                "Exchanges that began under a configuration that was replaced",
                all -> all.status().generation().oldExchanges());
        plain(
                "weir.config.old.tunnels",
                "Tunnels that began under a configuration that was replaced",
                all -> all.status().generation().oldTunnels());
        gauge(
                        "weir.config.oldest.age",
                        "How long ago the oldest configuration in use was replaced; 0 if it runs",
                        all -> all.status().generation().oldestAgeNanos() / NANOS_PER_SECOND)
                .baseUnit("seconds")
                .register(registry);
    }

    private void plain(String name, String description, ToDoubleFunction<Levels> value) {
        gauge(name, description, value).register(registry);
    }

    private Gauge.Builder<?> gauge(String name, String description, ToDoubleFunction<Levels> value) {
        return Readings.gauge(registry, name, () -> value.applyAsDouble(levels)).description(description);
    }

    private void counter(String name, String description, ToDoubleFunction<Levels> value) {
        Readings.counter(registry, name, () -> value.applyAsDouble(levels))
                .description(description)
                .register(registry);
    }
}
