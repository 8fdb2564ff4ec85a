package io.weir.conformance;

import io.weir.conformance.proxy.Rival;
import io.weir.conformance.proxy.Rivals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is to be run.
 *
 * @param rivals the proxies, in the order of the columns
 * @param suites which of {@link Suite}
 * @param only what the names of messages and checks must contain
 * @param markdown a file that the report is written to; empty for none
 */
record Plan(List<Rival> rivals, List<Suite> suites, Pattern only, String markdown) {

    private static final String PROXIES = "--proxies";
    private static final String SUITES = "--suites";
    private static final String ONLY = "--only";
    private static final String MARKDOWN = "--markdown";

    static Plan of(List<String> words) {
        Map<String, String> values = new LinkedHashMap<>(Map.of(
                PROXIES,
                String.join(",", Rivals.names()),
                SUITES,
                String.join(",", Suite.names()),
                ONLY,
                "",
                MARKDOWN,
                ""));
        for (int i = 0; i < words.size(); i += 2) {
            if (!values.containsKey(words.get(i))) {
                throw new UsageException(words.get(i) + ": unknown option (see --help)");
            }
            if (i + 1 == words.size()) {
                throw new UsageException(words.get(i) + ": no value");
            }
            values.put(words.get(i), words.get(i + 1));
        }
        return new Plan(
                list(values, PROXIES).map(Plan::rival).toList(),
                list(values, SUITES).map(Plan::suite).toList(),
                Pattern.compile(values.getOrDefault(ONLY, "")),
                values.getOrDefault(MARKDOWN, ""));
    }

    /** The Debian packages that it needs. */
    List<String> packages() {
        List<String> packages = new ArrayList<>();
        Stream.concat(rivals.stream().map(Rival::packages), suites.stream().map(Suite::packages))
                .flatMap(Collection::stream)
                .distinct()
                .forEach(packages::add);
        return packages;
    }

    boolean includes(String name) {
        return only.matcher(name).find();
    }

    private static Stream<String> list(Map<String, String> values, String option) {
        return Stream.of(values.getOrDefault(option, "").split(",", -1));
    }

    private static Rival rival(String name) {
        return Rivals.byName(name)
                .orElseThrow(() -> new UsageException(
                        name + ": no such proxy (expected: " + String.join(", ", Rivals.names()) + ")"));
    }

    private static Suite suite(String name) {
        return Suite.byName(name)
                .orElseThrow(() -> new UsageException(
                        name + ": no such suite (expected: " + String.join(", ", Suite.names()) + ")"));
    }
}
