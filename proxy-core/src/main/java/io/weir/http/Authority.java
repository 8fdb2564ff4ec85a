package io.weir.http;

import java.nio.ByteBuffer;

/** {@code uri-host [ ":" port ]} without userinfo (RFC 9110 section 4.2, RFC 3986 section 3.2). */
public final class Authority {

    private static final int PORT_DIGITS = 5;
    private static final int HIGHEST_PORT = 65535;

    private Authority() {}

    /**
     * Whether it is well-formed and its host is not empty. IPvFuture and zone identifiers are not taken: nobody has
     * any.
     */
    public static boolean isValid(ByteBuffer bytes, int start, int end) {
        if (start == end) {
            return false;
        }
        int hostEnd = bytes.get(start) == '[' ? literalEnd(bytes, start, end) : regNameEnd(bytes, start, end);
        return hostEnd > start && isPort(bytes, hostEnd, end);
    }

    private static int literalEnd(ByteBuffer bytes, int start, int end) {
        int bracket = start + 1;
        while (bracket < end && bytes.get(bracket) != ']') {
            bracket++;
        }
        return bracket < end && Ipv6Address.isValid(bytes, start + 1, bracket) ? bracket + 1 : start;
    }

    private static int regNameEnd(ByteBuffer bytes, int start, int end) {
        int at = start;
        while (at < end) {
            byte b = bytes.get(at);
            if (ByteClass.isRegName(b)) {
                at++;
            } else if (b == '%' && at + 2 < end && isHex(bytes, at + 1) && isHex(bytes, at + 2)) {
                at += 3;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean isHex(ByteBuffer bytes, int at) {
        return Ascii.hex(bytes.get(at)) >= 0;
    }

    // "example.org:" is well-formed: a port may be empty.
    private static boolean isPort(ByteBuffer bytes, int at, int end) {
        if (at == end || bytes.get(at) != ':') {
            return at == end;
        }
        int digits = end - at - 1;
        return digits == 0 || (digits <= PORT_DIGITS && isPortNumber(Ascii.decimal(bytes, at + 1, end)));
    }

    private static boolean isPortNumber(long number) {
        return number >= 0 && number <= HIGHEST_PORT;
    }
}
