package io.weir.versus.report;

import io.weir.bench.harness.Spread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The rounds of all who took part in a scenario.
 *
 * @param compared what counts
 * @param subjects whose figure is divided by that of each of the others, in a column of the table
 * @param rounds of each, in the order of the table; round <i>n</i> of one was run beside round <i>n</i> of another
 */
public record Contest(
        String scenario,
        String title,
        Quantity compared,
        List<String> subjects,
        List<Bar> bars,
        Map<String, List<Round>> rounds) {

    public Contest {
        subjects = List.copyOf(subjects);
        bars = List.copyOf(bars);
        Map<String, List<Round>> copy = new LinkedHashMap<>();
        rounds.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        rounds = Collections.unmodifiableMap(copy);
    }

    /** Who took part. */
    public List<String> names() {
        return List.copyOf(rounds.keySet());
    }

    /** Of the rounds that count; empty where there is none, or the quantity is not known of this one. */
    public Optional<Spread> spread(String name, Quantity quantity) {
        return spread(of(name).stream()
                .filter(round -> knows(round, quantity))
                .map(round -> round.value(quantity))
                .toList());
    }

    /** Of one divided by another, round by round, where both count. */
    public Optional<Spread> ratio(String name, String rival, Quantity quantity) {
        List<Round> ours = of(name);
        List<Round> theirs = of(rival);
        return spread(IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .filter(i -> knows(ours.get(i), quantity) && knows(theirs.get(i), quantity))
                .filter(i -> theirs.get(i).value(quantity) > 0)
                .mapToObj(i -> ours.get(i).value(quantity) / theirs.get(i).value(quantity))
                .toList());
    }

    /** What was wrong, a line each. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        rounds.forEach((name, list) -> IntStream.range(0, list.size())
                .filter(i -> !list.get(i).isValid())
                .mapToObj(i -> name + ", round " + (i + 1) + " does not count: "
                        + String.join(", ", list.get(i).faults()))
                .forEach(faults::add));
        return faults;
    }

    /** Whether any round knows the quantity. */
    boolean knows(Quantity quantity) {
        return rounds.values().stream().flatMap(List::stream).anyMatch(round -> knows(round, quantity));
    }

    private List<Round> of(String name) {
        return rounds.getOrDefault(name, List.of());
    }

    private static boolean knows(Round round, Quantity quantity) {
        return round.isValid() && round.values().containsKey(quantity);
    }

    private static Optional<Spread> spread(List<Double> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(Spread.of(
                        values.stream().mapToDouble(Double::doubleValue).toArray()));
    }
}
