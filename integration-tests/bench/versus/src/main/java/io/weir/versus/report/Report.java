package io.weir.versus.report;

import io.weir.bench.harness.Spread;
import io.weir.bench.harness.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns contests into text. */
public final class Report {

    private Report() {}

    /** For a terminal: title, table, what is wrong, and the verdicts. */
    public static String text(Contest contest) {
        return Stream.of(
                        Stream.of(
                                contest.scenario() + ": " + contest.title(),
                                table(contest).aligned()),
                        contest.faults().stream(),
                        Verdict.of(contest).stream()
                                .map(verdict -> String.format("  %-7s %s", verdict.word(), verdict.text())))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** The same as Markdown, to be pasted. */
    public static String markdown(Contest contest) {
        return Stream.of(
                        Stream.of(
                                "### " + contest.scenario() + ": " + contest.title(),
                                "",
                                table(contest).markdown()),
                        list(contest.faults().stream()),
                        list(Verdict.of(contest).stream()
                                .map(verdict -> "**" + verdict.word() + "**: " + verdict.text())))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** Every bar of every scenario, and whether it is met. */
    public static Table summary(List<Contest> contests) {
        Table table = new Table(List.of("scenario", "bar", "found", "verdict"));
        contests.forEach(contest -> Verdict.of(contest)
                .forEach(verdict ->
                        table.add(List.of(contest.scenario(), verdict.bar(), verdict.found(), verdict.word()))));
        return table;
    }

    /**
     * One row for each who took part: medians; beside what counts its least and most; then how many times as much each subject needs, in
     * the same round.
     */
    public static Table table(Contest contest) {
        List<Quantity> quantities =
                Stream.of(Quantity.values()).filter(contest::knows).toList();
        List<String> head = new ArrayList<>(List.of("proxy"));
        for (Quantity quantity : quantities) {
            head.add(quantity.title());
            if (quantity == contest.compared()) {
                head.add("min–max");
            }
        }
        contest.subjects().forEach(subject -> head.add(subject + " / it"));
        Table table = new Table(head);
        contest.names().forEach(name -> table.add(row(contest, name, quantities)));
        return table;
    }

    private static List<String> row(Contest contest, String name, List<Quantity> quantities) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (Quantity quantity : quantities) {
            cells.add(cell(contest, name, quantity, spread -> quantity.text(spread.median())));
            if (quantity == contest.compared()) {
                cells.add(cell(
                        contest,
                        name,
                        quantity,
                        spread -> quantity.text(spread.least()) + "–" + quantity.text(spread.most())));
            }
        }
        contest.subjects().forEach(subject -> cells.add(ratio(contest, subject, name)));
        return cells;
    }

    private static String cell(Contest contest, String name, Quantity quantity, Function<Spread, String> text) {
        return contest.spread(name, quantity).map(text).orElse("-");
    }

    private static String ratio(Contest contest, String subject, String name) {
        return subject.equals(name)
                ? ""
                : contest.ratio(subject, name, contest.compared())
                        .map(spread -> String.format(
                                Locale.ROOT, "%.2f (%.2f–%.2f)", spread.median(), spread.least(), spread.most()))
                        .orElse("-");
    }

    private static Stream<String> list(Stream<String> items) {
        List<String> lines = items.map(item -> "- " + item).toList();
        return lines.isEmpty() ? Stream.of() : Stream.concat(Stream.of(""), lines.stream());
    }
}
