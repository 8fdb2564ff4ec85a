package io.weir.server.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The metrics of Weir that a scrape exposes before anything has happened. */
final class Exposed {

    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");
    private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, String> meanings = new TreeMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();

    private Exposed() {}

    static Exposed by(Watched watched) {
        Exposed exposed = new Exposed();
        watched.scrape().stream().filter(line -> line.contains("weir_")).forEach(exposed::read);
        return exposed;
    }

    Set<String> names() {
        return types.keySet();
    }

    String type(String name) {
        return types.get(name);
    }

    String meaning(String name) {
        return meanings.get(name);
    }

    /** The labels of a metric, without the bound of a bucket. */
    Set<String> labels(String name) {
        return labels.get(name);
    }

    /** The labels of each series by its name: a histogram has three, and no series of its own name. */
    Map<String, Set<String>> series() {
        Map<String, Set<String>> series = new TreeMap<>();
        labels.forEach((name, known) -> {
            if ("histogram".equals(type(name))) {
                SUFFIXES.forEach(suffix -> series.put(name + suffix, known));
                series.put(name + "_bucket", union(known, "le"));
            } else {
                series.put(name, known);
            }
        });
        return series;
    }

    private static Set<String> union(Set<String> labels, String another) {
        Set<String> all = new TreeSet<>(labels);
        all.add(another);
        return all;
    }

    private void read(String line) {
        List<String> words = Arrays.asList(line.split(" ", 4));
        switch (words.get(1)) {
            case "HELP" -> meanings.put(words.get(2), words.get(3));
            case "TYPE" -> types.put(words.get(2), words.get(3));
            default -> readSample(line);
        }
    }

    private void readSample(String line) {
        String name = line.replaceFirst("[{ ].*", "");
        for (String suffix : SUFFIXES) {
            String family = name.replaceFirst(suffix + "$", "");
            name = types.containsKey(name) ? name : family;
        }
        Set<String> known = labels.computeIfAbsent(name, unseen -> new TreeSet<>());
        for (Matcher label = LABEL.matcher(line); label.find(); ) {
            known.add(label.group(1));
        }
        known.remove("le");
    }
}
