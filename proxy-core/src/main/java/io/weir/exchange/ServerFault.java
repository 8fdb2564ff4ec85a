package io.weir.exchange;

import io.weir.http.Violation;
import io.weir.reason.Reason;
import io.weir.reason.Side;
import java.util.EnumMap;
import java.util.Map;

/** A breach of HTTP by a server: the same word as for a client's, but answered with 502. */
public final class ServerFault implements Reason {

    private static final Map<Violation, ServerFault> ALL = new EnumMap<>(Violation.class);

    static {
        for (Violation violation : Violation.values()) {
            ALL.put(violation, new ServerFault(violation));
        }
    }

    private final Violation violation;

    private ServerFault(Violation violation) {
        this.violation = violation;
    }

    /** The fault that lies in this violation: always the same object. */
    public static ServerFault of(Violation violation) {
        ServerFault fault = ALL.get(violation);
        if (fault == null) {
            throw new IllegalArgumentException("violation: " + violation);
        }
        return fault;
    }

    @Override
    public String word() {
        return violation.word();
    }

    @Override
    public int status() {
        return violation.statusAsServerFault();
    }

    @Override
    public Side side() {
        return Side.BACK;
    }

    @Override
    public String toString() {
        return "server:" + word();
    }
}
