package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks through expressions of PromQL for metrics and labels that nobody exposes. It knows no grammar: a name that begins with
 * weir_, the matchers behind it, and what stands behind by.
 */
final class Expressions {

    // Recorded ones have a colon before or behind it.
    private static final Pattern SELECTOR = Pattern.compile("(?<![a-z_:])(weir_[a-z_]+)(?![a-z_:])(\\{[^}]*})?");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+) *(?:=~|!~|!=|=) *\"([^\"]*)\"");
    private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on) *\\(([^)]*)\\)");

    /** What Prometheus adds to what it scrapes. */
    private static final Set<String> OF_EVERY_TARGET = Set.of("job", "instance");

    private final Map<String, Set<String>> series;

    /** Of a program that exposes these series, each with its labels. */
    Expressions(Map<String, Set<String>> series) {
        this.series = series;
    }

    /** Fails unless every metric and every label in it is exposed. */
    void check(String where, String expression) {
        Set<String> labels = new TreeSet<>(OF_EVERY_TARGET);
        Map<String, Set<String>> asked = selectors(expression);
        asked.forEach((name, matched) -> {
            assertThat(series).as(where).containsKey(name);
            assertThat(union(series.get(name), OF_EVERY_TARGET))
                    .as("%s: labels of %s", where, name)
                    .containsAll(matched);
            labels.addAll(series.get(name));
        });
        if (!asked.isEmpty()) {
            assertThat(labels).as("%s: grouped", where).containsAll(grouped(expression));
        }
    }

    /** The metrics of Weir in an expression, each with the labels by which it is selected. */
    static Map<String, Set<String>> selectors(String expression) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (Matcher selector = SELECTOR.matcher(expression); selector.find(); ) {
            Set<String> labels = found.computeIfAbsent(selector.group(1), unseen -> new TreeSet<>());
            String matchers = selector.group(2) == null ? "" : selector.group(2);
            MATCHER.matcher(matchers).results().map(each -> each.group(1)).forEach(labels::add);
        }
        return found;
    }

    private static Set<String> grouped(String expression) {
        Set<String> labels = new TreeSet<>();
        for (MatchResult list : GROUPED.matcher(expression).results().toList()) {
            for (String label : list.group(1).split(",", -1)) {
                labels.add(label.strip());
            }
        }
        return labels;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }
}
