package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * The authentication schemes that log a connection in, against RFC 9110 section 11.1, which has every request authenticated by itself:
 * NTLM, and Negotiate (RFC 4559), whose tokens may be NTLM's, with their relatives.
 */
final class ConnectionSchemes {

    private static final byte[][] NAMES = Stream.of("ntlm", "negotiate", "nego2", "kerberos", "credssp")
            .map(name -> name.getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private ConnectionSchemes() {}

    /**
     * Whether credentials, or a list of challenges, begin with the name of such a scheme or have one behind a comma. A comma within a quoted
     * string is taken for one between challenges: who writes such a name there has a connection of its own without need, and
     * no two readings of broken quotes can hide a scheme.
     */
    static boolean isAnyIn(ByteBuffer bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            int elementEnd = FieldValues.elementEnd(bytes, at, end);
            if (isAny(bytes, FieldValues.skipWhitespace(bytes, at, elementEnd), elementEnd)) {
                return true;
            }
            at = elementEnd;
        }
        return false;
    }

    private static boolean isAny(ByteBuffer bytes, int from, int end) {
        int schemeEnd = ByteClass.tokenEnd(bytes, from, end);
        for (byte[] name : NAMES) {
            if (Ascii.equalsIgnoreCase(bytes, from, schemeEnd, name)) {
                return true;
            }
        }
        return false;
    }
}
