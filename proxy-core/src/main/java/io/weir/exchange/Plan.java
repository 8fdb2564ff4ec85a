package io.weir.exchange;

import io.weir.forwarded.Forwarding;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.http.NormalPath;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Decisions about one request, made when its head is here: its generation, its client, its route, and how long each phase may take. Confined to its
 * event loop.
 */
final class Plan {

    private final int loop;
    private final Timeline timeline;
    private @Nullable Generation generation;
    private @Nullable ListenerRules rules;
    private boolean tunnel;
    private Route route = Route.NONE;
    private Method method = Method.OTHER;
    private Timeouts timeouts = Timeouts.DEFAULT;
    private Limits limits = Limits.DEFAULT;

    /** A plan of no request. {@code loop} is the number of its event loop. */
    Plan(int loop, Timeline timeline) {
        this.loop = loop;
        this.timeline = timeline;
    }

    /** A request begins: until its head is here, phases may take as long as the present generation says. Returns the name of the listener in it. */
    String begin(Listener listener) {
        Generation present = listener.generation();
        goBy(present);
        return listener.rules(present).listener();
    }

    private void goBy(Generation present) {
        timeouts = present.timeouts();
        limits = present.limits();
    }

    /** The head is here: the request belongs to the present generation until {@link #forget}. Returns the rules of its listener. */
    ListenerRules join(Listener listener) {
        forget();
        Generation present = listener.generation();
        ListenerRules itsRules = listener.rules(present);
        generation = present;
        rules = itsRules;
        present.countExchanges(loop, 1);
        goBy(present);
        return itsRules;
    }

    /** The exchange has become a tunnel. */
    void becomeTunnel() {
        Generation of = generation;
        if (of != null && !tunnel) {
            tunnel = true;
            of.countTunnels(loop, 1);
            of.countExchanges(loop, -1);
        }
    }

    /** Forgets the decisions: the exchange is over. */
    void forget() {
        Generation of = generation;
        if (of != null && tunnel) {
            of.countTunnels(loop, -1);
        } else if (of != null) {
            of.countExchanges(loop, -1);
        }
        generation = null;
        rules = null;
        tunnel = false;
        route = Route.NONE;
        method = Method.OTHER;
    }

    /** Whether the request belongs to {@code asked}. */
    @SuppressWarnings("ReferenceEquality") // A generation is equal to itself alone.
    boolean isOf(Generation asked) {
        return generation == asked;
    }

    /** What clients may ask for. */
    Limits limits() {
        return limits;
    }

    /** The rules of its listener in its generation. */
    ListenerRules rules() {
        ListenerRules known = rules;
        if (known == null) {
            throw new IllegalStateException("no generation");
        }
        return known;
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
    Reason make(Head head, ByteBuffer bytes, Forwarding forwarding) {
        method = head.method();
        timeline.asked(bytes, head);
        if (!identify(head, bytes, forwarding)) {
            return Violation.BAD_FORWARDED;
        }
        Violation badPath = NormalPath.apply(bytes, head);
        if (badPath != null) {
            return badPath;
        }
        route = rules().route(head, bytes);
        Timeouts own = route.timeouts();
        if (own != null) {
            timeouts = own;
        }
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
