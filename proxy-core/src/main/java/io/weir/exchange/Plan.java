package io.weir.exchange;

import io.weir.forwarded.Forwarding;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.NormalPath;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Decisions about one request, made when its head is here: its client, its route, and how long each phase may take. Confined to its event loop. */
final class Plan {

    private final Timeouts usual;
    private final Timeline timeline;
    private Route route = Route.NONE;
    private Method method = Method.OTHER;
    private Timeouts timeouts;

    /** Nothing is decided: phases may take as long as {@code usual} says. */
    Plan(Timeouts usual, Timeline timeline) {
        this.usual = usual;
        this.timeline = timeline;
        timeouts = usual;
    }

    /** Forgets the decisions about the request before. */
    void reset() {
        route = Route.NONE;
        method = Method.OTHER;
        timeouts = usual;
    }

    Route route() {
        return route;
    }

    Method method() {
        return method;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    /**
     * Decides. Borrows the bytes, in which the path becomes normal.
     *
     * @return why the request goes nowhere, or null
     */
    @Nullable
    Reason make(Head head, ByteBuffer bytes, Forwarding forwarding, ListenerRules rules) {
        method = head.method();
        timeline.asked(bytes, head);
        if (!identify(head, bytes, forwarding)) {
            return Violation.BAD_FORWARDED;
        }
        Violation badPath = NormalPath.apply(bytes, head);
        if (badPath != null) {
            return badPath;
        }
        route = rules.route(head, bytes);
        Timeouts own = route.timeouts();
        timeouts = own == null ? usual : own;
        return route.whyTooLarge(head);
    }

    private boolean identify(Head head, ByteBuffer bytes, Forwarding forwarding) {
        boolean known = forwarding.read(head, bytes);
        timeline.speaksFor(forwarding.client());
        return known;
    }

    /** A head that {@link #make} has accepted has been parsed again: brings it into the same form. Borrows the bytes. */
    void repeat(Head head, ByteBuffer bytes, Forwarding forwarding) {
        identify(head, bytes, forwarding);
        Violation badPath = NormalPath.apply(bytes, head);
        if (badPath != null) {
            throw new IllegalStateException("path: " + badPath + " (expected: as before)");
        }
    }

    /** Why a body of this size, as far as it is known, cannot be taken, or null. */
    @Nullable
    Reason whyTooLarge(long bodyBytes) {
        return bodyBytes > route.limits().bodyBytes() ? Ending.BODY_TOO_LARGE : null;
    }

    /** Why a request that needs no server and gets no answer is refused. */
    Reason whyNot(Head head) {
        if (head.maxForwards() == 0) {
            return method == Method.TRACE ? Violation.UNSUPPORTED_METHOD : Ending.MAX_FORWARDS;
        }
        return route.whyNot();
    }
}
