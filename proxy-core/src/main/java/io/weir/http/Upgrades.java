package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The protocols that clients may change to (RFC 9110 section 7.8). Immutable. */
public final class Upgrades {
    /*
     * What is not named here is not passed on, as a server may ignore an Upgrade and go on with HTTP/1.1. HTTP/2 is never named: its
     * requests would pass by whatever looks at requests.
     */

    /** No protocol. */
    public static final int NONE = -1;

    private static final String HTTP2 = "h2c";
    private static final byte[] NO_LINES = {};

    private final byte[][] protocols;
    private final byte[][] lines;

    /**
     * Lets clients change to these, each {@code protocol-name ["/" protocol-version]} in whatever case.
     *
     * @throws IllegalArgumentException if one is not that, or is {@code h2c}
     */
    public Upgrades(List<String> protocols) {
        protocols.forEach(Upgrades::require);
        this.protocols = protocols.stream()
                .map(protocol -> ascii(protocol.toLowerCase(Locale.ROOT)))
                .toArray(byte[][]::new);
        lines = protocols.stream()
                .map(protocol -> ascii("Connection: upgrade\r\nUpgrade: " + protocol + "\r\n"))
                .toArray(byte[][]::new);
    }

    /** Whether {@code protocol} can be one of these. */
    public static boolean isAllowed(String protocol) {
        String[] parts = protocol.split("/", -1);
        return parts.length <= 2
                && List.of(parts).stream().allMatch(FieldSyntax::isToken)
                && !protocol.toLowerCase(Locale.ROOT).equals(HTTP2);
    }

    /** The first of these protocols that a request offers to change to, or {@link #NONE}. Borrows the bytes. */
    public int offered(Head request, ByteBuffer bytes) {
        for (int field = 0; request.hasUpgrade() && field < request.fieldCount(); field++) {
            if (request.kind(field) == KnownField.UPGRADE) {
                int protocol = first(bytes, request.valueStart(field), request.valueEnd(field));
                if (protocol != NONE) {
                    return protocol;
                }
            }
        }
        return NONE;
    }

    /** Whether a 101 changes to the one protocol that was offered. Borrows the bytes. */
    public boolean isChangeTo(int offered, Head response, ByteBuffer bytes) {
        boolean changes = false;
        for (int field = 0; offered != NONE && response.hasUpgrade() && field < response.fieldCount(); field++) {
            if (response.kind(field) == KnownField.UPGRADE) {
                boolean same = equals(offered, bytes, response.valueStart(field), response.valueEnd(field));
                if (changes || !same) {
                    return false;
                }
                changes = true;
            }
        }
        return changes;
    }

    /** The field lines with which a message offers this protocol, or changes to it; none for {@link #NONE}. Do not write. */
    public byte[] lines(int protocol) {
        return protocol == NONE ? NO_LINES : lines[protocol];
    }

    private int first(ByteBuffer bytes, int start, int end) {
        int from = start;
        while (from < end) {
            int to = FieldValues.elementEnd(bytes, from, end);
            int protocol = find(bytes, FieldValues.skipWhitespace(bytes, from, to), withoutWhitespace(bytes, from, to));
            if (protocol != NONE) {
                return protocol;
            }
            from = to + 1;
        }
        return NONE;
    }

    private int find(ByteBuffer bytes, int start, int end) {
        for (int protocol = 0; protocol < protocols.length; protocol++) {
            if (equals(protocol, bytes, start, end)) {
                return protocol;
            }
        }
        return NONE;
    }

    private boolean equals(int protocol, ByteBuffer bytes, int start, int end) {
        return start <= end && Ascii.equalsIgnoreCase(bytes, start, end, protocols[protocol]);
    }

    private static int withoutWhitespace(ByteBuffer bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes.get(end - 1) == Ascii.SP || bytes.get(end - 1) == Ascii.HTAB)) {
            end--;
        }
        return end;
    }

    private static void require(String protocol) {
        if (!isAllowed(protocol)) {
            throw new IllegalArgumentException(
                    "protocol: " + protocol + " (expected: a name or name/version, not h2c)");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
