package io.weir.http1;

import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;

/** A record of TLS where a start line of HTTP is expected (RFC 8446 section 5.1). */
final class TlsRecord {

    private static final int FIRST_TYPE = 20;
    private static final int LAST_TYPE = 23;
    private static final int MAJOR_VERSION = 3;

    private TlsRecord() {}

    /** Whether a record may begin with this byte, its type. No start line does. */
    static boolean mayBegin(byte first) {
        return first >= FIRST_TYPE && first <= LAST_TYPE;
    }

    /** Tells a record, whose type is at {@code from}, by its version: {@code tls}. Every other control byte is one. */
    static int judge(ByteBuffer bytes, int from, int to, Violation tls) {
        if (from + 1 == to) {
            return Outcome.INCOMPLETE;
        }
        return Outcome.refused(bytes.get(from + 1) == MAJOR_VERSION ? tls : Violation.CONTROL_BYTE);
    }
}
