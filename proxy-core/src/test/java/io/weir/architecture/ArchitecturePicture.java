package io.weir.architecture;

import java.util.Map;
import java.util.Objects;

/**
 * Draws packages and arrows as SVG, from the lowest row to the highest. Rows and arrows follow from the graph; the columns are chosen here, so that
 * few arrows cross. All colors stand out from a light and from a dark page.
 */
final class ArchitecturePicture {

    /** Where the middle of each package is, in tenths of a column. */
    private static final Map<String, Integer> COLUMNS = Map.ofEntries(
            Map.entry("http1", 0),
            Map.entry("forwarded", 10),
            Map.entry("settings", 15),
            Map.entry("route", 20),
            Map.entry("http", 20),
            Map.entry("reason", 20),
            Map.entry("proxyprotocol", 30),
            Map.entry("balance", 40),
            Map.entry("backend", 46),
            Map.entry("connection", 51),
            Map.entry("buffer", 57),
            Map.entry("time", 57),
            Map.entry("socket", 68),
            Map.entry("exchange", 34),
            Map.entry("tunnel", 34),
            Map.entry("session", 34),
            Map.entry("transport", 34),
            Map.entry("io.weir", 34));

    private static final String PREFIX = "io.weir.";
    private static final String TRANSPORT = PREFIX + "transport";
    private static final int COLUMN = 126;
    private static final int ROW = 70;
    private static final int WIDTH = 116;
    private static final int HEIGHT = 34;
    private static final int TURN = 10;
    private static final int MARGIN = 12;
    private static final int WHOLE_WIDTH = 68 * COLUMN / 10 + WIDTH + 2 * MARGIN;

    private final PackageGraph graph;
    private final int rows;
    private final StringBuilder svg = new StringBuilder();

    private ArchitecturePicture(PackageGraph graph) {
        this.graph = graph;
        rows = graph.packages().stream().mapToInt(graph::row).max().orElse(0);
    }

    /** The whole text of the picture. */
    static String of(PackageGraph graph) {
        ArchitecturePicture picture = new ArchitecturePicture(graph);
        picture.begin();
        picture.wall();
        for (String from : graph.packages()) {
            graph.nextBelow(from).forEach(to -> picture.arrow(from, to));
        }
        graph.packages().forEach(picture::box);
        return picture.svg.append("</svg>\n").toString();
    }

    private void begin() {
        int height = (rows + 1) * ROW + 2 * MARGIN;
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">"
                .formatted(WHOLE_WIDTH, height, WHOLE_WIDTH, height));
        line("<!-- Written by ArchitectureDocumentTest from the compiled classes. -->");
        line("<title>The packages of the engine. An arrow leads to a package that is used.</title>");
        line("<style>text{font:14px ui-monospace,Menlo,Consolas,monospace;text-anchor:middle;fill:#fff}");
        line(".note{font:13px system-ui,sans-serif;text-anchor:start;fill:#7d8590}");
        line(".arrow{fill:none;stroke:#7d8590;stroke-width:1.6;marker-end:url(#head)}");
        line(".wall{stroke:#c2571a;stroke-width:1.6;stroke-dasharray:6 5}");
        line("rect{fill:#1f6391}.above{fill:#a8490f}</style>");
        line(
                "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\""
                        + " orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#7d8590\"/></marker></defs>");
    }

    // The line that no class of Netty's channels passes.
    private void wall() {
        int y = middle(TRANSPORT) + ROW / 2;
        line("<line class=\"wall\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                .formatted(MARGIN, y, WHOLE_WIDTH - MARGIN, y));
        line("<text class=\"note\" x=\"%d\" y=\"%d\">only above this line: io.netty.channel</text>"
                .formatted(MARGIN, y - 8));
    }

    // To the column of the target within a row, then straight down: no boxes are between.
    private void arrow(String from, String to) {
        boolean isFar = Math.abs(center(to) - center(from)) > 2 * COLUMN;
        line("<path class=\"arrow\" data-arrow=\"%s to %s\" d=\"%sV%d\"/>"
                .formatted(
                        label(from),
                        label(to),
                        isFar ? sideways(from, to) : downwards(from, to),
                        middle(to) - HEIGHT / 2));
    }

    private String sideways(String from, String to) {
        int direction = Integer.signum(center(to) - center(from));
        int x = center(from) + direction * WIDTH / 2;
        int y = middle(from);
        int endX = center(to);
        return "M%d %dH%dQ%d %d %d %d".formatted(x, y, endX - direction * TURN, endX, y, endX, y + TURN);
    }

    private String downwards(String from, String to) {
        int x = center(from);
        int y = middle(from) + HEIGHT / 2;
        int turnY = y + ROW - HEIGHT - TURN;
        int half = (y + turnY) / 2;
        return "M%d %dC%d %d %d %d %d %d".formatted(x, y, x, half, center(to), half, center(to), turnY);
    }

    private void box(String name) {
        String style = graph.row(name) >= graph.row(TRANSPORT) ? " class=\"above\"" : "";
        line("<rect%s x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\"/>"
                .formatted(style, center(name) - WIDTH / 2, middle(name) - HEIGHT / 2, WIDTH, HEIGHT));
        line("<text x=\"%d\" y=\"%d\">%s</text>".formatted(center(name), middle(name) + 5, label(name)));
    }

    private int middle(String name) {
        return MARGIN + (rows - graph.row(name)) * ROW + ROW / 2;
    }

    private static int center(String name) {
        String label = label(name);
        Integer column = COLUMNS.get(label);
        return MARGIN
                + WIDTH / 2
                + COLUMN * Objects.requireNonNull(column, label + " has no column in the picture") / 10;
    }

    private static String label(String name) {
        return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    private void line(String text) {
        svg.append(text).append('\n');
    }
}
