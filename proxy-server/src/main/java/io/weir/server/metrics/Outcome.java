package io.weir.server.metrics;

import io.weir.exchange.ServerFault;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One way in which an exchange can end: its series exists from the start, because {@code rate()} does not see the event with which a
 * series appears.
 *
 * <p>A new ending or violation is expected with and without a backend, answered by its own status, until a set below says otherwise.
 * An outcome that is in none of the sets is counted all the same, in a series that its first event makes.
 *
 * @param status any of its class; 0 if no answer was sent
 */
record Outcome(int status, Reason reason) {

    private static final int OK = 200;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int[] ANSWERS = {OK, 300, 400, 500};

    /** A connection is refused for these before it has an exchange. */
    private static final Set<Ending> NO_EXCHANGE =
            EnumSet.of(Ending.CLIENT_LIMIT, Ending.PROXY_PROTOCOL_UNTRUSTED, Ending.PROXY_PROTOCOL_BAD);

    private static final Set<Ending> BEFORE_BACKEND =
            EnumSet.of(Ending.MAX_FORWARDS, Ending.NO_ROUTE, Ending.REQUEST_HEAD_TIMEOUT);

    private static final Set<Ending> AFTER_BACKEND = EnumSet.of(
            Ending.SERVER_EVICTED,
            Ending.SLOT_TIMEOUT,
            Ending.NO_SERVER,
            Ending.UNKNOWN_SERVER_NAME,
            Ending.CONNECT_FAILED,
            Ending.CONNECT_TIMEOUT,
            Ending.SERVER_CLOSED,
            Ending.RESPONSE_HEAD_TIMEOUT,
            Ending.RESPONSE_IDLE_TIMEOUT,
            Ending.SERVER_STALL_TIMEOUT,
            Ending.UPGRADE_REFUSED,
            Ending.TUNNEL_IDLE_TIMEOUT);

    /** What ends a tunnel or a relay that has begun. */
    private static final Set<Ending> OF_BYTES = EnumSet.of(
            Ending.DONE,
            Ending.CLIENT_ABORT,
            Ending.CLIENT_STALL_TIMEOUT,
            Ending.CLIENT_EVICTED,
            Ending.SERVER_EVICTED,
            Ending.BUFFER_TIMEOUT,
            Ending.SERVER_CLOSED,
            Ending.SERVER_STALL_TIMEOUT,
            Ending.TUNNEL_IDLE_TIMEOUT,
            Ending.DRAIN_TIMEOUT,
            Ending.OLD_GENERATION,
            Ending.BUG);

    /** What ends a relay before it begins. */
    private static final Set<Ending> OF_CONNECTS = EnumSet.of(
            Ending.PARKING_FULL,
            Ending.SLOT_TIMEOUT,
            Ending.NO_SERVER,
            Ending.UNKNOWN_SERVER_NAME,
            Ending.CONNECT_FAILED,
            Ending.CONNECT_TIMEOUT);

    /** What breaks off a response that has begun. */
    private static final Set<Ending> MIDWAY = EnumSet.of(
            Ending.CLIENT_ABORT,
            Ending.REQUEST_IDLE_TIMEOUT,
            Ending.REQUEST_TOO_SLOW,
            Ending.BODY_TOO_LARGE,
            Ending.CLIENT_STALL_TIMEOUT,
            Ending.CLIENT_EVICTED,
            Ending.SERVER_EVICTED,
            Ending.BUFFER_TIMEOUT,
            Ending.SERVER_CLOSED,
            Ending.RESPONSE_IDLE_TIMEOUT,
            Ending.SERVER_STALL_TIMEOUT,
            Ending.DRAIN_TIMEOUT,
            Ending.OLD_GENERATION,
            Ending.BUG);

    private static final Set<Violation> OF_RESPONSES =
            EnumSet.of(Violation.BAD_STATUS_LINE, Violation.SERVER_SPEAKS_TLS);

    private static final Set<Violation> OF_REQUESTS = EnumSet.of(
            Violation.BAD_REQUEST_LINE,
            Violation.TLS_ON_PLAIN_PORT,
            Violation.BAD_METHOD,
            Violation.METHOD_TOO_LONG,
            Violation.BAD_TARGET,
            Violation.TARGET_TOO_LONG,
            Violation.BAD_ESCAPE,
            Violation.BAD_PATH,
            Violation.BAD_VERSION,
            Violation.UNSUPPORTED_METHOD,
            Violation.MISSING_HOST,
            Violation.DUPLICATE_HOST,
            Violation.BAD_HOST,
            Violation.BAD_FORWARDED,
            Violation.BAD_MAX_FORWARDS,
            Violation.REPEATED_CONTENT_LENGTH,
            Violation.TRACE_WITH_BODY);

    private static final Set<Violation> OF_BODIES = EnumSet.of(
            Violation.BARE_LF,
            Violation.BARE_CR,
            Violation.CONTROL_BYTE,
            Violation.BAD_FIELD_NAME,
            Violation.WHITESPACE_BEFORE_COLON,
            Violation.OBS_FOLD,
            Violation.BAD_CHUNK_SIZE,
            Violation.BAD_CHUNK_EXTENSION,
            Violation.BAD_CHUNK_END,
            Violation.CHUNK_OVERHEAD,
            Violation.BAD_TRAILER,
            Violation.TRAILER_TOO_LARGE);

    /** The outcomes of a TCP relay. */
    static Set<Outcome> ofRelays() {
        Set<Outcome> all = new LinkedHashSet<>();
        OF_BYTES.forEach(ending -> all.add(new Outcome(0, ending)));
        OF_CONNECTS.forEach(ending -> all.add(new Outcome(0, ending)));
        return all;
    }

    /** The outcomes of a tunnel that followed a 101. */
    static Set<Outcome> ofTunnels() {
        Set<Outcome> all = new LinkedHashSet<>();
        OF_BYTES.forEach(ending -> all.add(new Outcome(SWITCHING_PROTOCOLS, ending)));
        return all;
    }

    /** The outcomes of an HTTP exchange that comes to no backend: refused, or answered by the route itself. */
    static Set<Outcome> withoutBackend() {
        Set<Outcome> all = answered();
        for (Ending ending : EnumSet.complementOf(EnumSet.copyOf(NO_EXCHANGE))) {
            if (ending != Ending.DONE && !AFTER_BACKEND.contains(ending)) {
                all.add(of(ending));
            }
        }
        EnumSet.complementOf(EnumSet.copyOf(OF_RESPONSES)).forEach(violation -> all.add(of(violation)));
        return all;
    }

    /** The outcomes of an HTTP exchange with a backend. Those that end a response midway are expected of 2xx only. */
    static Set<Outcome> withBackend() {
        Set<Outcome> all = answered();
        for (Ending ending : EnumSet.complementOf(EnumSet.copyOf(NO_EXCHANGE))) {
            if (ending != Ending.DONE && !BEFORE_BACKEND.contains(ending)) {
                all.add(of(ending));
            }
        }
        for (Violation violation : EnumSet.complementOf(EnumSet.copyOf(OF_REQUESTS))) {
            all.add(of(ServerFault.of(violation)));
        }
        OF_BODIES.forEach(violation -> all.add(of(violation)));
        MIDWAY.forEach(ending -> all.add(new Outcome(OK, ending)));
        OF_BODIES.forEach(violation -> all.add(new Outcome(OK, violation)));
        OF_BODIES.forEach(violation -> all.add(new Outcome(OK, ServerFault.of(violation))));
        return all;
    }

    private static Set<Outcome> answered() {
        Set<Outcome> all = new LinkedHashSet<>();
        for (int status : ANSWERS) {
            all.add(new Outcome(status, Ending.DONE));
        }
        return all;
    }

    private static Outcome of(Reason reason) {
        return new Outcome(reason.status(), reason);
    }
}
