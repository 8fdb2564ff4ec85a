package io.weir.conformance.report;

import io.weir.bench.harness.Table;
import io.weir.conformance.trial.Finding;
import io.weir.conformance.trial.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of hostile messages, for each proxy in turn. */
public final class Findings {

    /**
     * One message and what became of it at one proxy.
     *
     * @param group of messages that play the same trick
     */
    public record Row(String proxy, String group, String name, Finding finding) {}

    private static final int MOST_SHOWN = 90;

    private final List<String> proxies;
    private final List<Row> rows;

    /** All rows, and the proxies in the order of their columns. */
    public Findings(List<String> proxies, List<Row> rows) {
        this.proxies = List.copyOf(proxies);
        this.rows = List.copyOf(rows);
    }

    /** As a section with that heading and introduction. */
    public Section section(String heading, String introduction) {
        boolean weirPasses = rows.stream()
                .filter(row -> row.proxy().equals("weir"))
                .allMatch(row -> row.finding().verdict().isSafe());
        String markdown = "## " + heading + "\n\n" + introduction + "\n\n" + totals().markdown() + "\n\n"
                + "By trick: rejected / forwarded canonical / forwarded ambiguous / hang or desync.\n\n"
                + groups().markdown() + "\n\n" + statuses() + "\n\n" + unsafeMarkdown();
        return new Section(
                markdown,
                heading + "\n" + totals().aligned() + "\n\n" + groups().aligned() + "\n\n" + unsafe(),
                weirPasses);
    }

    private Table totals() {
        Table table = new Table(with("", proxies));
        for (Verdict verdict : Verdict.values()) {
            table.add(with(
                    verdict.words(),
                    proxies.stream()
                            .map(proxy -> Long.toString(count(proxy, verdict)))
                            .toList()));
        }
        return table;
    }

    private long count(String proxy, Verdict verdict) {
        return rows.stream()
                .filter(row -> row.proxy().equals(proxy) && row.finding().verdict() == verdict)
                .count();
    }

    private Table groups() {
        Table table = new Table(with("trick", with("messages", proxies)));
        Map<String, List<Row>> byGroup = new LinkedHashMap<>();
        rows.forEach(row ->
                byGroup.computeIfAbsent(row.group(), any -> new ArrayList<>()).add(row));
        byGroup.forEach((group, members) -> {
            List<String> cells =
                    proxies.stream().map(proxy -> cell(members, proxy)).toList();
            table.add(with(group, with(Integer.toString(members.size() / proxies.size()), cells)));
        });
        return table;
    }

    private static String cell(List<Row> members, String proxy) {
        int[] counts = new int[4];
        for (Row row : members) {
            if (row.proxy().equals(proxy)) {
                counts[Math.min(row.finding().verdict().ordinal(), 3)]++;
            }
        }
        return counts[0] + " / " + counts[1] + " / " + counts[2] + " / " + counts[3];
    }

    /** With which status each proxy rejects. */
    private String statuses() {
        List<String> lines = new ArrayList<>();
        for (String proxy : proxies) {
            Map<String, Integer> counts = new TreeMap<>();
            rows.stream()
                    .filter(row -> row.proxy().equals(proxy) && row.finding().verdict() == Verdict.REJECTED)
                    .forEach(row -> counts.merge(row.finding().detail(), 1, Integer::sum));
            List<String> parts = new ArrayList<>();
            counts.forEach((status, count) -> parts.add(status + " × " + count));
            lines.add("- " + proxy + " rejects with " + String.join(", ", parts));
        }
        return String.join("\n", lines);
    }

    private String unsafe() {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            if (!row.finding().verdict().isSafe()) {
                lines.add(row.proxy() + "  " + row.group() + ": " + row.name() + "  " + row.finding());
            }
        }
        return String.join("\n", lines);
    }

    private String unsafeMarkdown() {
        List<String> lines = new ArrayList<>();
        for (String proxy : proxies) {
            List<Row> bad = rows.stream()
                    .filter(row -> row.proxy().equals(proxy)
                            && !row.finding().verdict().isSafe())
                    .toList();
            lines.add("<details><summary>" + proxy + ": " + bad.size() + " not safe</summary>\n");
            if (!bad.isEmpty()) {
                Table table = new Table(List.of("trick", "message", "verdict", "why"));
                bad.forEach(row -> table.add(List.of(
                        row.group(),
                        code(row.name()),
                        row.finding().verdict().words(),
                        code(row.finding().detail()))));
                lines.add(table.markdown() + "\n");
            }
            lines.add("</details>\n");
        }
        return String.join("\n", lines);
    }

    private static String code(String text) {
        String one = text.replace("|", "\\|").replace("`", "'");
        return "`` " + (one.length() > MOST_SHOWN ? one.substring(0, MOST_SHOWN) + "..." : one) + " ``";
    }

    private static List<String> with(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }
}
