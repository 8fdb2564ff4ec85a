package io.weir.session;

import io.weir.http.FieldLine;
import io.weir.http.Head;
import io.weir.http.LocationTemplate;
import io.weir.http.OwnResponse;
import io.weir.http.Reason;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What becomes of the requests that fall under one rule. Immutable.
 *
 * @param target where they go, or what answers them
 */
public record Route(Target target) {

    /** Of requests that fall under no rule. */
    static final Route NONE = new Route(new Nowhere());

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

        OwnResponse response(Head request, ByteBuffer bytes, String scheme) {
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

    /** Why nothing can be done with a request. */
    Reason whyNot() {
        return target instanceof Nowhere ? Ending.NO_ROUTE : Violation.MISSING_HOST;
    }
}
