package io.weir.kit;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The metrics of one moment, read from the text format of Prometheus. */
public final class Scrape {

    /** By series: the name with its labels, as they are written. */
    private final Map<String, Double> series = new LinkedHashMap<>();

    private final Set<String> names = new TreeSet<>();

    public Scrape(String text) {
        text.lines().forEach(this::read);
    }

    /** The metrics that a page of Weir's admin listener holds. Fails unless its status is 200. */
    public static Scrape of(HttpResponse<String> page) {
        if (page.statusCode() != 200) {
            throw new AssertionError("status of " + page.uri() + ": " + page.statusCode() + " (expected: 200)");
        }
        return new Scrape(page.body());
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
    public Set<String> names() {
        return names;
    }

    /**
     * The sum of all series of a metric that have all of these labels, each written as {@code name="value"}; 0 if none has them. Fails if
     * there is no series of that name.
     */
    public double sum(String name, String... labels) {
        if (series.keySet().stream().noneMatch(each -> isOf(name, each))) {
            throw new AssertionError("there is no metric " + name);
        }
        return series.entrySet().stream()
                .filter(each -> isOf(name, each.getKey()))
                .filter(each -> Stream.of(labels).allMatch(label -> has(label, each.getKey())))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    /** {@link #sum} as a whole number. */
    public long count(String name, String... labels) {
        return (long) sum(name, labels);
    }

    /** Fails unless the series of each of these metrics sum up to 0; names all those that do not. */
    void requireZero(List<String> metrics) {
        List<String> wrong = metrics.stream()
                .filter(name -> sum(name) != 0)
                .map(name -> name + " " + sum(name))
                .collect(Collectors.toList());
        if (!wrong.isEmpty()) {
            throw new AssertionError(String.join(", ", wrong) + " (expected: 0)");
        }
    }

    private static boolean isOf(String name, String series) {
        return series.equals(name) || series.startsWith(name + "{");
    }

    // With what stands before it: server="one" is no label of a series with other_server="one".
    private static boolean has(String label, String series) {
        return series.contains("{" + label) || series.contains("," + label);
    }

    private static double number(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }
}
