package io.weir.server.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which page stands at which path. */
final class Pages {

    private final AdminView view;

    Pages(AdminView view) {
        this.view = view;
    }

    /** The page at a path, which may have a query. */
    Page at(String target) {
        int query = target.indexOf('?');
        return switch (query < 0 ? target : target.substring(0, query)) {
            case "/" -> Page.text(HttpResponseStatus.OK, index());
            case "/metrics" -> metrics();
            case "/health/live" -> Page.text(HttpResponseStatus.OK, "live\n");
            case "/health/ready" -> ready();
            case "/debug/holders" -> Page.json(HoldersPage.json(view));
            case "/status" -> Page.json(StatusPage.json(view));
            default -> Page.text(HttpResponseStatus.NOT_FOUND, "There is no such page; / lists them.\n");
        };
    }

    private Page ready() {
        return view.isReady()
                ? Page.text(HttpResponseStatus.OK, "ready\n")
                : Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "draining\n");
    }

    private Page metrics() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            view.writeMetrics(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Page(HttpResponseStatus.OK, AdminView.METRICS_CONTENT_TYPE, body.toString(StandardCharsets.UTF_8));
    }

    private String index() {
        return """
            Weir %s

            /metrics        for Prometheus
            /health/live    200 while the process runs
            /health/ready   200 while clients should be sent here, 503 while it drains
            /status         levels as JSON
            /debug/holders  whose buffers have been stalled longest, as JSON
            """.formatted(view.version());
    }
}
