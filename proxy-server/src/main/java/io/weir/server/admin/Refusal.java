package io.weir.server.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/** Why the admin listener refuses a request. The word of it is the label {@code reason} of {@code weir_admin_refused_total}. */
enum Refusal {
    BAD_REQUEST(400, "Not a request that could be understood."),
    HOST(
            421,
            "The name in Host is not a name of this listener. weir.admin.hosts lists its names; addresses need no entry."),
    ORIGIN(403, "Not for pages of another origin."),
    METHOD(405, "Not by this method."),
    WRITES_OFF(403, "Writes are off here: set weir.admin.tokens.write, or weir.admin.socket and use that socket."),
    HEADER(403, "A write needs the header Weir-Admin: 1, which no page of the web can send unasked."),
    CONTENT_TYPE(415, "A write needs Content-Type: application/json."),
    TOKEN(401, "Needs Authorization: Bearer with a token of weir.admin.tokens."),
    ROLE(403, "This token is for reading; needs that of weir.admin.tokens.write."),
    BODY(413, "The body is larger than this write takes."),
    BUSY(409, "Another write is under way. Try again when it has ended.");

    private final HttpResponseStatus status;
    private final String why;

    Refusal(int status, String why) {
        this.status = HttpResponseStatus.valueOf(status);
        this.why = why;
    }

    /** The word for logs and metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    HttpResponseStatus status() {
        return status;
    }

    /** One sentence for the caller. */
    String why() {
        return why;
    }

    /** Whether it was tried without the right to it, and therefore stands in the log. */
    boolean isAudited() {
        return status.equals(HttpResponseStatus.UNAUTHORIZED) || status.equals(HttpResponseStatus.FORBIDDEN);
    }
}
