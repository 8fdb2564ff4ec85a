package io.weir.containers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The metrics of one moment, in the text format of Prometheus. */
final class Scrape {

    /** By series: the name with its labels, as they are written. */
    private final Map<String, Double> series = new LinkedHashMap<>();

    private final Set<String> names = new TreeSet<>();

    Scrape(String text) {
        text.lines().forEach(this::read);
    }

    private void read(String line) {
        if (line.startsWith("# TYPE ")) {
            names.add(line.split(" ", 4)[2]);
        } else if (!line.startsWith("#")) {
            int space = line.lastIndexOf(' ');
            series.put(line.substring(0, space), number(line.substring(space + 1)));
        }
    }

    /** The names of all metrics. */
    Set<String> names() {
        return names;
    }

    /** The sum of all series of that name that have all of these labels, each written as {@code name="value"}. */
    double sum(String name, String... labels) {
        if (series.keySet().stream().noneMatch(each -> isOf(name, each))) {
            throw new AssertionError("there is no metric " + name);
        }
        return series.entrySet().stream()
                .filter(each -> isOf(name, each.getKey()))
                .filter(each -> Stream.of(labels).allMatch(each.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** {@link #sum} as a whole number. */
    long count(String name, String... labels) {
        return (long) sum(name, labels);
    }

    private static boolean isOf(String name, String series) {
        return series.equals(name) || series.startsWith(name + "{");
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
