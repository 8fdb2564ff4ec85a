package io.weir.conformance.report;

import io.weir.bench.harness.Table;
import io.weir.conformance.duty.Duty;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which duties each proxy does. */
public final class Duties {

    private static final String DONE = "yes";
    private static final String BROKEN = "**no**";

    private final List<String> proxies;
    private final List<Duty> duties;
    private final Map<String, Map<Duty, String>> broken;

    /** What is broken, by proxy and duty; empty texts where nothing is. */
    public Duties(List<String> proxies, List<Duty> duties, Map<String, Map<Duty, String>> broken) {
        this.proxies = List.copyOf(proxies);
        this.duties = List.copyOf(duties);
        this.broken = broken;
    }

    /** As a section with that heading and introduction. */
    public Section section(String heading, String introduction) {
        String markdown = "## " + heading + "\n\n" + introduction + "\n\n" + totals().markdown() + "\n\n" + details();
        boolean weirPasses = !proxies.contains("weir") || failures("weir").isEmpty();
        return new Section(markdown, heading + "\n" + totals().aligned() + "\n\n" + allFailures(), weirPasses);
    }

    private Table totals() {
        Table table = new Table(row("", proxies));
        Map<String, List<Duty>> groups = new LinkedHashMap<>();
        duties.forEach(duty ->
                groups.computeIfAbsent(duty.group(), any -> new ArrayList<>()).add(duty));
        groups.forEach((group, members) -> table.add(row(group, counts(members))));
        table.add(row("all", counts(duties)));
        return table;
    }

    private List<String> counts(List<Duty> members) {
        return proxies.stream()
                .map(proxy -> members.stream()
                                .filter(duty -> what(proxy, duty).isEmpty())
                                .count() + " of " + members.size())
                .toList();
    }

    private String details() {
        List<String> head = row("duty", row("RFC", proxies));
        head.add("what was wrong");
        Table table = new Table(head);
        for (Duty duty : duties) {
            List<String> wrong = proxies.stream()
                    .filter(proxy -> !what(proxy, duty).isEmpty())
                    .map(proxy -> proxy + ": " + what(proxy, duty).replace("|", "\\|"))
                    .toList();
            List<String> cells = row(
                    duty.group() + ": " + duty.name(),
                    row(
                            duty.source(),
                            proxies.stream()
                                    .map(proxy -> what(proxy, duty).isEmpty() ? DONE : BROKEN)
                                    .toList()));
            cells.add(String.join("; ", wrong).replace("<", "&lt;"));
            table.add(cells);
        }
        return table.markdown();
    }

    private String allFailures() {
        return String.join(
                "\n",
                proxies.stream().flatMap(proxy -> failures(proxy).stream()).toList());
    }

    private List<String> failures(String proxy) {
        return duties.stream()
                .filter(duty -> !what(proxy, duty).isEmpty())
                .map(duty -> proxy + "  " + duty.group() + ": " + duty.name() + "  " + what(proxy, duty))
                .toList();
    }

    private String what(String proxy, Duty duty) {
        return broken.getOrDefault(proxy, Map.of()).getOrDefault(duty, "not checked");
    }

    private static List<String> row(String first, List<String> rest) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }
}
