package io.weir.versus.report;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one round of one proxy came to.
 *
 * @param faults why it does not count; empty for a round that does
 */
public record Round(Map<Quantity, Double> values, List<String> faults) {

    public Round {
        values = Map.copyOf(values);
        faults = List.copyOf(faults);
    }

    /** One that came to nothing. */
    public static Round failed(IOException cause) {
        return new Round(Map.of(), List.of(String.valueOf(cause.getMessage())));
    }

    /** Whether it counts. */
    public boolean isValid() {
        return faults.isEmpty();
    }

    /** One of the values; not a number where it was not measured. */
    public double value(Quantity quantity) {
        return values.getOrDefault(quantity, Double.NaN);
    }

    /** The same with more values. */
    public Round and(Map<Quantity, Double> more) {
        Map<Quantity, Double> all = new EnumMap<>(Quantity.class);
        all.putAll(values);
        all.putAll(more);
        return new Round(all, faults);
    }
}
