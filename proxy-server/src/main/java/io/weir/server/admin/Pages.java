package io.weir.server.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.weir.server.text.JsonWriter;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which page stands at which path. */
final class Pages {

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";
    private static final String METRICS = "/metrics";
    private static final String STATUS = "/status";
    private static final String CONFIG = "/config";
    private static final String HOLDERS = "/debug/holders";
    private static final Set<String> PATHS = Set.of("/", METRICS, LIVE, READY, STATUS, CONFIG, HOLDERS);

    /** The answer for a path without a page. */
    static final Page MISSING = Page.text(HttpResponseStatus.NOT_FOUND, "There is no such page; / lists them.\n");

    private final AdminView view;
    private final Supplier<List<String>> writes;

    /** The pages of a view; {@code writes} gives the paths of the writes that there are. */
    Pages(AdminView view, Supplier<List<String>> writes) {
        this.view = view;
        this.writes = writes;
    }

    /** Whether the page at a path tells nothing but whether the program works: anybody may know that. */
    static boolean tellsOnlyHealth(String target) {
        String path = path(target);
        return path.equals(LIVE) || path.equals(READY);
    }

    /** Whether it is the page at which metrics are scraped. */
    static boolean isMetrics(String target) {
        return path(target).equals(METRICS);
    }

    /** Whether there is a page at a path, which may have a query. */
    static boolean isPage(String target) {
        return PATHS.contains(path(target));
    }

    /** The answer for a path, which may have a query. */
    Gate.Verdict at(String target) {
        return switch (path(target)) {
            case "/" -> answered(Page.text(HttpResponseStatus.OK, index()));
            case LIVE -> answered(Page.text(HttpResponseStatus.OK, "live\n"));
            case READY -> answered(ready());
            case METRICS ->
                new Gate.Verdict.Rendered(new LongPage(METRICS, AdminView.METRICS_CONTENT_TYPE, view::writeMetrics));
            case HOLDERS -> rendered(HOLDERS, json -> HoldersPage.write(view, json));
            case STATUS -> rendered(STATUS, json -> StatusPage.write(view, json));
            case CONFIG -> rendered(CONFIG, json -> ConfigPage.write(view.config(), json));
            default -> answered(MISSING);
        };
    }

    private static Gate.Verdict answered(Page page) {
        return new Gate.Verdict.Answered(page);
    }

    private static Gate.Verdict rendered(String path, Consumer<JsonWriter> page) {
        return new Gate.Verdict.Rendered(LongPage.json(path, page));
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private Page ready() {
        return view.isReady()
                ? Page.text(HttpResponseStatus.OK, "ready\n")
                : Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "draining\n");
    }

    private String index() {
        return """
            Weir %s

            /metrics        for Prometheus
            /health/live    200 while the process runs
            /health/ready   200 while clients should be sent here, 503 while it drains
            /status         levels as JSON
            /config         the running configuration without its secrets, as JSON
            /debug/holders  whose buffers have been stalled longest, as JSON
            """.formatted(view.version()) + listOfWrites();
    }

    private String listOfWrites() {
        List<String> paths = writes.get();
        return paths.isEmpty()
                ? ""
                : paths.stream()
                        .map(path -> "POST " + path + "\n")
                        .collect(Collectors.joining("", "\nWrites, with the header Weir-Admin: 1 and JSON:\n", ""));
    }
}
