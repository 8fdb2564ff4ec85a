package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Counts the exchanges of one listener with one backend, by class of status code and by reason. The series of outcomes that a configuration lets expect
 * exist from its start; any other is made by its first event.
 */
final class ExchangeCounters implements CountedMeters {

    private static final List<String> CODES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx", "other");

    private static final String NOBODY = "none";

    private final MeterGroup group;
    private final String listener;
    private final String backend;
    private final List<Map<Reason, Counter>> byCode;

    ExchangeCounters(MeterGroup group, String listener, String backend) {
        this.group = group;
        this.listener = listener;
        this.backend = backend;
        byCode = Stream.generate(ConcurrentHashMap<Reason, Counter>::new)
                .limit(CODES.size())
                .<Map<Reason, Counter>>map(counters -> counters)
                .toList();
    }

    /** Makes the series of these outcomes. */
    void expect(Set<Outcome> outcomes) {
        outcomes.forEach(outcome -> counter(outcome.status(), outcome.reason()));
    }

    void count(int status, Reason reason) {
        counter(status, reason).increment();
    }

    private Counter counter(int status, Reason reason) {
        int code = codeClass(status);
        Counter counter = byCode.get(code).get(reason);
        return counter == null ? register(code, reason) : counter;
    }

    private static int codeClass(int status) {
        int last = CODES.size() - 1;
        return status == 0 ? 0 : Math.min(status / 100, last);
    }

    // Twice at the same time is the same counter.
    private Counter register(int code, Reason reason) {
        Counter counter = group.register(registry -> Counter.builder("weir.exchanges")
                .description("Exchanges that are over")
                .tags("listener", listener, "backend", backend, "code", CODES.get(code))
                .tags("reason", reason.word(), "side", side(reason))
                .register(registry));
        byCode.get(code).put(reason, counter);
        return counter;
    }

    // An exchange that ended as it should is nobody's fault.
    private static String side(Reason reason) {
        return reason.equals(Ending.DONE) ? NOBODY : reason.side().word();
    }

    @Override
    public MeterGroup group() {
        return group;
    }

    @Override
    public double events() {
        return byCode.stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .mapToDouble(Counter::count)
                .sum();
    }
}
