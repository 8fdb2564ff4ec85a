package io.weir.bench.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table of text: aligned for a terminal, or as Markdown. */
public final class Table {

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table with these columns. */
    public Table(List<String> head) {
        this.head = List.copyOf(head);
    }

    /** Adds a row, a cell for each column. */
    public void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** For a terminal: the first column to the left, the others to the right. */
    public String aligned() {
        List<List<String>> lines = new ArrayList<>(rows);
        lines.add(0, head);
        return lines.stream().map(this::alignedLine).collect(Collectors.joining("\n"));
    }

    /** As Markdown. */
    public String markdown() {
        List<String> lines =
                new ArrayList<>(List.of(markdownLine(head), "|---" + "|---:".repeat(head.size() - 1) + "|"));
        rows.forEach(row -> lines.add(markdownLine(row)));
        return String.join("\n", lines);
    }

    private String alignedLine(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            int width = width(column);
            line.append(
                    column == 0
                            ? String.format("%-" + width + "s", cells.get(0))
                            : String.format("  %" + width + "s", cells.get(column)));
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).length())
                .reduce(head.get(column).length(), Math::max);
    }

    private static String markdownLine(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
