package io.weir.versus.report;

import io.weir.bench.harness.Spread;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Bars of CPU time by scenario and proxy, for gnuplot: one diagram for what counts requests, one for what counts bytes. */
public final class Plot {

    private static final List<Quantity> QUANTITIES = List.of(Quantity.CPU_MICROS, Quantity.CPU_PER_GB);
    private static final int WIDTH = 1400;
    private static final int HEIGHT = 450;

    private Plot() {}

    /**
     * What gnuplot is to do; empty where no contest is about CPU time.
     *
     * @param names of the proxies; a contest of others, such as Weir with other settings, is left out
     */
    public static String script(List<Contest> contests, List<String> names, String file) {
        List<String> diagrams = QUANTITIES.stream()
                .map(quantity -> diagram(quantity, about(quantity, contests, names), names))
                .filter(diagram -> !diagram.isEmpty())
                .toList();
        if (diagrams.isEmpty()) {
            return "";
        }
        return """
               set terminal png size %d,%d
               set output "%s"
               set multiplot layout %d,1
               set style data histogram
               set style histogram clustered gap 1
               set style fill solid border -1
               set yrange [0:*]
               set grid ytics
               set key outside
               """.formatted(WIDTH, HEIGHT * diagrams.size(), file, diagrams.size()) + String.join("", diagrams);
    }

    private static List<Contest> about(Quantity quantity, List<Contest> contests, List<String> names) {
        return contests.stream()
                .filter(contest -> contest.compared() == quantity && names.containsAll(contest.names()))
                .toList();
    }

    private static String diagram(Quantity quantity, List<Contest> contests, List<String> names) {
        if (contests.isEmpty()) {
            return "";
        }
        String block = "$" + quantity.name().toLowerCase(Locale.ROOT);
        String lines = contests.stream()
                .map(contest -> Stream.concat(
                                Stream.of(quoted(contest.scenario())),
                                names.stream().map(name -> value(contest, name, quantity)))
                        .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n"));
        String head = names.stream().map(Plot::quoted).collect(Collectors.joining(" "));
        return block + " << END\n" + quoted("scenario") + " " + head + "\n" + lines + "\nEND\n"
                + "set ylabel " + quoted(quantity.title()) + "\n"
                + "plot for [i=2:" + (names.size() + 1) + "] " + block
                + " using i:xtic(1) title columnheader(i)\n";
    }

    private static String value(Contest contest, String name, Quantity quantity) {
        return contest.spread(name, quantity)
                .map(Spread::median)
                .map(median -> String.format(Locale.ROOT, "%.4f", median))
                .orElse("NaN");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
