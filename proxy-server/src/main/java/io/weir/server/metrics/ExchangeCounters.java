package io.weir.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Counts the exchanges of one listener with one backend, by class of status code and by reason. The series of expected outcomes
 * exist from the start; any other is made by its first event.
 */
final class ExchangeCounters {

    private static final List<String> CODES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx", "other");

    private static final String NOBODY = "none";

    private final MeterRegistry registry;
    private final String listener;
    private final String backend;
    private final List<Map<Reason, Counter>> byCode;

    ExchangeCounters(MeterRegistry registry, String listener, String backend, Set<Outcome> expected) {
        this.registry = registry;
        this.listener = listener;
        this.backend = backend;
        byCode = Stream.generate(ConcurrentHashMap<Reason, Counter>::new)
                .limit(CODES.size())
                .<Map<Reason, Counter>>map(counters -> counters)
                .toList();
        expected.forEach(outcome -> counter(outcome.status(), outcome.reason()));
    }

    void count(int status, Reason reason) {
        counter(status, reason).increment();
    }

    private Counter counter(int status, Reason reason) {
        int code = codeClass(status);
        Counter counter = byCode.get(code).get(reason);
        return counter == null ? byCode.get(code).computeIfAbsent(reason, unseen -> register(code, unseen)) : counter;
    }

    private static int codeClass(int status) {
        int last = CODES.size() - 1;
        return status == 0 ? 0 : Math.min(status / 100, last);
    }

    private Counter register(int code, Reason reason) {
        return Counter.builder("weir.exchanges")
                .description("Exchanges that are over")
                .tags("listener", listener, "backend", backend, "code", CODES.get(code))
                .tags("reason", reason.word(), "side", side(reason))
                .register(registry);
    }

    // An exchange that ended as it should is nobody's fault.
    private static String side(Reason reason) {
        return reason.equals(Ending.DONE) ? NOBODY : reason.side().word();
    }
}
