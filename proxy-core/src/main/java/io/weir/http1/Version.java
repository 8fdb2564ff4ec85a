package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.HttpVersion;
import io.weir.http.Outcome;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code HTTP/1.x}, case-sensitive (RFC 9112 section 2.3). */
final class Version {

    private static final byte[] PATTERN = "HTTP/d.d".getBytes(StandardCharsets.US_ASCII);
    private static final int MAJOR = 5;
    private static final int MINOR = 7;

    private Version() {}

    /** The index after the version that must be at {@code from}; writes it into {@code head}. */
    static int parse(ByteBuffer bytes, int from, int to, Http1Head head, Violation otherwise) {
        for (int i = 0; i < PATTERN.length; i++) {
            if (from + i == to) {
                return Outcome.INCOMPLETE;
            }
            byte b = bytes.get(from + i);
            if (PATTERN[i] == 'd' ? !Ascii.isDigit(b) : b != PATTERN[i]) {
                return LineEnd.unexpected(bytes, from + i, to, otherwise);
            }
        }
        if (bytes.get(from + MAJOR) != '1') {
            return Outcome.refused(Violation.UNSUPPORTED_VERSION);
        }
        // RFC 9110 2.5: a higher minor version is processed as the highest one that we know.
        head.version(bytes.get(from + MINOR) == '0' ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
        return from + PATTERN.length;
    }
}
