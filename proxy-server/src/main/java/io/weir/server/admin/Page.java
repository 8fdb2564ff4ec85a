package io.weir.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.weir.server.text.JsonWriter;
import java.util.Map;

/** One answer, with the fields that it has beside those of every answer. */
record Page(HttpResponseStatus status, String contentType, PackedText body, Map<CharSequence, String> fields) {

    private static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    /** The answer where Weir itself fails. */
    static final Page BUG = text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "A bug, see the log.\n");

    Page {
        fields = Map.copyOf(fields);
    }

    private Page(HttpResponseStatus status, String contentType, String body, Map<CharSequence, String> fields) {
        this(status, contentType, PackedText.of(body), fields);
    }

    static Page text(HttpResponseStatus status, String text) {
        return new Page(status, TEXT, text, Map.of());
    }

    /** A page that is there. */
    static Page ok(String contentType, PackedText body) {
        return new Page(HttpResponseStatus.OK, contentType, body, Map.of());
    }

    /** The answer of a write. */
    static Page of(WriteAnswer answer) {
        return new Page(HttpResponseStatus.valueOf(answer.status()), JSON, answer.json(), Map.of());
    }

    /** A refusal, for a person who reads. */
    static Page text(Refusal refusal, String why) {
        return new Page(refusal.status(), TEXT, why + "\n", fields(refusal));
    }

    /** A refusal, for a program that writes. */
    static Page json(Refusal refusal, String why) {
        String json = new JsonWriter()
                .object()
                .name("refused")
                .value(refusal.word())
                .name("why")
                .value(why)
                .endObject()
                .toString();
        return new Page(refusal.status(), JSON, json + "\n", fields(refusal));
    }

    /** The same answer with the methods that the target has. */
    Page allowing(String methods) {
        return new Page(status, contentType, body, Map.of(HttpHeaderNames.ALLOW, methods));
    }

    // RFC 9110 15.5.2: a 401 names the scheme.
    private static Map<CharSequence, String> fields(Refusal refusal) {
        return refusal == Refusal.TOKEN ? Map.of(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"weir\"") : Map.of();
    }
}
