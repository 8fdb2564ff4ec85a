package io.weir.exchange;

import io.weir.http.FieldLine;
import io.weir.http.Head;
import io.weir.http.LocationTemplate;
import io.weir.http.OwnResponse;
import io.weir.http.PathStart;
import io.weir.http.Scheme;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.settings.Timeouts;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the requests that fall under one rule. Immutable.
 *
 * @param target where they go, or what answers them
 * @param edits what becomes of them, and of responses, on their way
 * @param limits how large they may be
 * @param timeouts how long what may take; null where it is as it is for all
 */
public record Route(
        Target target,
        RouteEdits edits,
        RouteLimits limits,
        @Nullable Timeouts timeouts) {

    /** Of requests that fall under no rule. */
    static final Route NONE = new Route(new Nowhere());

    /** A route that says no more than where requests go. */
    public Route(Target target) {
        this(target, RouteEdits.NONE, RouteLimits.NONE, null);
    }

    private static final byte[] NOTHING = {};

    /** Where requests go, or what answers them. */
    public sealed interface Target permits Destination, Answer, Redirect, Nowhere {}

    /** Always the same answer of our own. */
    public record Answer(OwnResponse response) implements Target {}

    /**
     * The client is told to go somewhere else.
     *
     * @param status of the answer
     * @param to where
     */
    public record Redirect(int status, LocationTemplate to) implements Target {

        OwnResponse response(Head request, ByteBuffer bytes, Scheme scheme) {
            FieldLine location = new FieldLine("Location", to.location(request, bytes, scheme));
            return new OwnResponse(status, List.of(location), NOTHING);
        }

        boolean isPossible(Head request) {
            return !to.needsHost() || request.authorityStart() < request.authorityEnd();
        }
    }

    /** No rule says. */
    record Nowhere() implements Target {}

    /** Whether a server is asked. */
    boolean isForwarded() {
        return target instanceof Destination;
    }

    /** What takes the place of the beginning of the path; null if no path can be made of it. Borrows the bytes. */
    @Nullable
    PathStart pathStart(Head request, ByteBuffer bytes) {
        RouteEdits.PathEdit edit = edits.path();
        return edit == null ? PathStart.SAME : edit.of(request, bytes);
    }

    /** What is too large of a request; null if nothing is. */
    @Nullable
    Reason whyTooLarge(Head request) {
        if (request.targetEnd() - request.targetStart() > limits.targetBytes()) {
            return Violation.TARGET_TOO_LONG;
        }
        if (request.fieldCount() > limits.fields()) {
            return Violation.TOO_MANY_FIELDS;
        }
        if (request.end() - request.start() > limits.headBytes()) {
            return Violation.HEAD_TOO_LARGE;
        }
        return request.contentLength() > limits.bodyBytes() ? Ending.BODY_TOO_LARGE : null;
    }

    /** Why nothing can be done with a request. */
    Reason whyNot() {
        return target instanceof Nowhere ? Ending.NO_ROUTE : Violation.MISSING_HOST;
    }
}
