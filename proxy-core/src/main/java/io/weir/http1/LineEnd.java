package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;

/** The end of a line, which is CRLF and nothing else. */
final class LineEnd {

    private LineEnd() {}

    /** The index after the CRLF that must be at {@code at}; {@code otherwise} where something harmless is. */
    static int parse(ByteBuffer bytes, int at, int to, Violation otherwise) {
        if (at == to) {
            return Outcome.INCOMPLETE;
        }
        if (bytes.get(at) != Ascii.CR) {
            return unexpected(bytes, at, to, otherwise);
        }
        if (at + 1 == to) {
            return Outcome.INCOMPLETE;
        }
        return bytes.get(at + 1) == Ascii.LF ? at + 2 : Outcome.refused(Violation.BARE_CR);
    }

    /**
     * Names what is wrong with the byte at {@code at}: a broken line end or a control byte for itself, anything else
     * {@code otherwise}.
     */
    static int unexpected(ByteBuffer bytes, int at, int to, Violation otherwise) {
        byte b = bytes.get(at);
        if (b == Ascii.LF) {
            return Outcome.refused(Violation.BARE_LF);
        }
        if (b == Ascii.CR) {
            int end = parse(bytes, at, to, otherwise);
            return end < 0 ? end : Outcome.refused(otherwise);
        }
        return Outcome.refused(ByteClass.isControl(b) ? Violation.CONTROL_BYTE : otherwise);
    }
}
