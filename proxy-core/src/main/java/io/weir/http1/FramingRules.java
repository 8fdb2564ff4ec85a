package io.weir.http1;

import io.weir.http.Framing;
import io.weir.http.Method;
import io.weir.http.Outcome;
import io.weir.http.Violation;

/** How long a body is, from what the fields declare (RFC 9112 section 6.3). */
final class FramingRules {

    private FramingRules() {}

    static int applyToRequest(Http1Head head) {
        if (head.chunkedDeclared && head.declaredLength() >= 0) {
            return Outcome.refused(Violation.LENGTH_AND_CHUNKED);
        }
        head.framing(declared(head, Framing.NONE));
        boolean traceWithBody = head.method() == Method.TRACE && head.framing() != Framing.NONE;
        return traceWithBody ? Outcome.refused(Violation.TRACE_WITH_BODY) : Outcome.OK;
    }

    static int applyToResponse(Http1Head head, Method requestMethod) {
        if (head.chunkedDeclared && head.declaredLength() >= 0) {
            return Outcome.refused(Violation.LENGTH_AND_CHUNKED);
        }
        head.framing(hasNoBody(head.status(), requestMethod) ? Framing.NONE : declared(head, Framing.UNTIL_CLOSE));
        return Outcome.OK;
    }

    private static Framing declared(Http1Head head, Framing otherwise) {
        if (head.chunkedDeclared) {
            return Framing.CHUNKED;
        }
        if (head.declaredLength() < 0) {
            return otherwise;
        }
        return head.declaredLength() == 0 ? Framing.NONE : Framing.LENGTH;
    }

    // Whatever Content-Length or Transfer-Encoding say.
    private static boolean hasNoBody(int status, Method requestMethod) {
        return requestMethod == Method.HEAD
                || status < 200
                || status == 204
                || status == 304
                || (requestMethod == Method.CONNECT && status < 300);
    }
}
