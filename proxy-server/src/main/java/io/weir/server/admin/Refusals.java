package io.weir.server.admin;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts refused requests by reason. Safe for use by any thread. */
final class Refusals {

    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

    Refusals() {
        for (Refusal refusal : Refusal.values()) {
            counts.put(refusal, new LongAdder());
        }
    }

    void count(Refusal refusal) {
        counts.getOrDefault(refusal, new LongAdder()).increment();
    }

    /** How often each has been, by its word. */
    Map<String, LongSupplier> byWord() {
        Map<String, LongSupplier> byWord = new LinkedHashMap<>();
        counts.forEach((refusal, count) -> byWord.put(refusal.word(), count::sum));
        return Collections.unmodifiableMap(byWord);
    }
}
