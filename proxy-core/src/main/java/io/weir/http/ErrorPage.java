package io.weir.http;

import io.weir.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The response to a request that was refused or failed, made once for each reason. */
public final class ErrorPage {

    private static final List<FieldLine> FIELDS = List.of(
            new FieldLine("Content-Type", "text/plain; charset=utf-8"), new FieldLine("Cache-Control", "no-store"));

    // Bounded, because there is a fixed number of reasons.
    private static final Map<Reason, OwnResponse> PAGES = new ConcurrentHashMap<>();

    private ErrorPage() {}

    /** The response. {@code reason} must have a status. */
    public static OwnResponse of(Reason reason) {
        return PAGES.computeIfAbsent(reason, ErrorPage::make);
    }

    private static OwnResponse make(Reason reason) {
        String body = reason.status() + " " + StatusPhrase.of(reason.status()) + ": " + reason.word() + "\n";
        return new OwnResponse(reason.status(), FIELDS, body.getBytes(StandardCharsets.US_ASCII));
    }
}
