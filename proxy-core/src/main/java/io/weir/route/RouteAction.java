package io.weir.route;

import io.weir.http.FieldLine;
import io.weir.http.LocationTemplate;
import io.weir.http.OwnResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What is done with the requests that a route matches. In short, for people: its text. */
public sealed interface RouteAction {

    /**
     * They go to a backend.
     *
     * @param backend its name
     */
    record Forward(String backend) implements RouteAction {

        @Override
        public String toString() {
            return backend;
        }
    }

    /**
     * They are told to go somewhere else.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param to where, as {@link LocationTemplate} has it
     */
    record Redirect(int status, String to) implements RouteAction {

        /** The statuses that send a client somewhere else. */
        public static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

        public Redirect {
            LocationTemplate.of(to);
            if (!STATUSES.contains(status)) {
                throw new IllegalArgumentException("status: " + status + " (expected: 301, 302, 303, 307 or 308)");
            }
        }

        @Override
        public String toString() {
            return status + " to " + to;
        }
    }

    /**
     * They are all given the same response.
     *
     * @param status 200 to 599
     * @param fields all but Content-Length, in order
     * @param body in UTF-8, at most {@link #MAX_BODY_BYTES}; none with 204 and 304
     */
    record Respond(int status, List<FieldLine> fields, String body) implements RouteAction {

        /** More than a page needs, and less than a socket takes at once: it lies outside the buffers. */
        public static final int MAX_BODY_BYTES = 8 * 1024;

        public Respond {
            fields = List.copyOf(fields);
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_BODY_BYTES) {
                throw new IllegalArgumentException("body: " + length + " bytes (expected: <= " + MAX_BODY_BYTES + ")");
            }
            if (length > 0 && !OwnResponse.mayHaveBody(status)) {
                throw new IllegalArgumentException("body: " + length + " bytes (expected: none with " + status + ")");
            }
        }

        @Override
        public String toString() {
            return "respond " + status;
        }

        /** The response. */
        public OwnResponse response() {
            return new OwnResponse(status, fields, body.getBytes(StandardCharsets.UTF_8));
        }
    }
}
