package io.weir.proxyprotocol;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header with which a connection of PROXY protocol begins (HAProxy's {@code proxy-protocol.txt}, sections 2.1 and 2.2). One for
 * each header, not thread-safe; keeps no bytes.
 */
public final class ProxyHeaderParser {
    /*
     * Version 1 is a line of text, version 2 is binary; their first bytes tell them apart. A wrong byte is told when it is known, because a
     * peer that speaks something else may wait for an answer. Nothing behind a header is looked at.
     *
     * Behind the addresses in version 2 stand TLVs, of which the checksum is verified and the others are skipped: see Checksum. A header that tells
     * nothing of use is skipped as a whole: of a connection that the proxy made for itself (LOCAL), or of a client without an IP address.
     */

    /** The longest header that is read, in bytes. One of version 1 has at most 107. */
    public static final int MAX_BYTES = 536;

    /** What became of the bytes so far. */
    public enum Result {
        /** More are needed. */
        INCOMPLETE,
        /** The header is whole: see {@link #end()}. */
        COMPLETE,
        /** This is no header, too long a one, or one whose checksum is wrong. */
        VIOLATION
    }

    private static final byte[] SIGNATURE_2 = ProxyHeader.SIGNATURE_2;
    private static final int VERSION_AT = 12;
    private static final int FAMILY_AT = 13;
    private static final int LENGTH_AT = 14;
    private static final int FIXED_BYTES_2 = 16;
    private static final int VERSION_2 = 2;
    private static final int LOCAL = 0;
    private static final int PROXY = 1;
    private static final int UNSPEC = 0;
    private static final int INET = 1;
    private static final int INET6 = 2;
    private static final int UNIX = 3;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int INET_BYTES = 12;
    private static final int INET6_BYTES = 36;
    private static final int UNIX_BYTES = 216;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private int end;
    private @Nullable InetSocketAddress source;
    private @Nullable InetSocketAddress destination;

    /** Reads the header that begins at {@code from}, and no byte from {@code to} on. Borrows the bytes. */
    public Result parse(ByteBuffer bytes, int from, int to) {
        if (from == to) {
            return Result.INCOMPLETE;
        }
        return bytes.get(from) == SIGNATURE_2[0] ? binary(bytes, from, to) : line(bytes, from, to);
    }

    /** The index behind the header, after COMPLETE. */
    public int end() {
        return end;
    }

    /** Address of the client; null if the header tells none, after COMPLETE. */
    public @Nullable InetSocketAddress source() {
        return source;
    }

    /** Address that the client connected to; null if the header tells none, after COMPLETE. */
    public @Nullable InetSocketAddress destination() {
        return destination;
    }

    private Result line(ByteBuffer bytes, int from, int to) {
        int length = Math.min(to - from, TextHeader.MAX_BYTES);
        byte[] text = new byte[length];
        bytes.get(from, text);
        TextHeader header = TextHeader.parse(new String(text, StandardCharsets.ISO_8859_1));
        if (header.result() == Result.COMPLETE) {
            end = from + header.length();
            source = header.source();
            destination = header.destination();
        }
        return header.result();
    }

    private Result binary(ByteBuffer bytes, int from, int to) {
        int known = to - from;
        for (int i = 0; i < Math.min(known, SIGNATURE_2.length); i++) {
            if (bytes.get(from + i) != SIGNATURE_2[i]) {
                return Result.VIOLATION;
            }
        }
        if (known > VERSION_AT && !isVersionAndCommand(bytes.get(from + VERSION_AT))) {
            return Result.VIOLATION;
        }
        // Section 2.2: of LOCAL the family is ignored, whatever it is.
        boolean isProxy = known > VERSION_AT && (bytes.get(from + VERSION_AT) & 0x0F) == PROXY;
        if (known > FAMILY_AT && isProxy && !isFamilyAndTransport(bytes.get(from + FAMILY_AT))) {
            return Result.VIOLATION;
        }
        if (known < FIXED_BYTES_2) {
            return Result.INCOMPLETE;
        }
        int rest = unsignedShort(bytes, from + LENGTH_AT);
        int family = (bytes.get(from + FAMILY_AT) & 0xFF) >> 4;
        if (FIXED_BYTES_2 + rest > MAX_BYTES || (isProxy && rest < leastBytes(family))) {
            return Result.VIOLATION;
        }
        if (known < FIXED_BYTES_2 + rest) {
            return Result.INCOMPLETE;
        }
        end = from + FIXED_BYTES_2 + rest;
        int tlvs = from + FIXED_BYTES_2 + leastBytes(family);
        if (isProxy && family != UNSPEC && !Checksum.isRight(bytes, from, tlvs, end)) {
            return Result.VIOLATION;
        }
        if (isProxy && (family == INET || family == INET6)) {
            addresses(bytes, from + FIXED_BYTES_2, family == INET ? IPV4_BYTES : IPV6_BYTES);
        }
        return Result.COMPLETE;
    }

    private static boolean isVersionAndCommand(byte b) {
        int command = b & 0x0F;
        return (b & 0xFF) >> 4 == VERSION_2 && (command == LOCAL || command == PROXY);
    }

    private static boolean isFamilyAndTransport(byte b) {
        int family = (b & 0xFF) >> 4;
        int transport = b & 0x0F;
        return b == UNSPEC || (family >= INET && family <= UNIX && transport >= STREAM && transport <= DATAGRAM);
    }

    private static int leastBytes(int family) {
        return switch (family) {
            case INET -> INET_BYTES;
            case INET6 -> INET6_BYTES;
            case UNIX -> UNIX_BYTES;
            default -> 0;
        };
    }

    private void addresses(ByteBuffer bytes, int at, int size) {
        source = address(bytes, at, size, at + 2 * size);
        destination = address(bytes, at + size, size, at + 2 * size + 2);
    }

    private static InetSocketAddress address(ByteBuffer bytes, int at, int size, int portAt) {
        byte[] address = new byte[size];
        bytes.get(at, address);
        return new InetSocketAddress(addressOf(address), unsignedShort(bytes, portAt));
    }

    private static int unsignedShort(ByteBuffer bytes, int at) {
        return ((bytes.get(at) & 0xFF) << Byte.SIZE) | (bytes.get(at + 1) & 0xFF);
    }

    static InetAddress addressOf(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("bytes: " + Arrays.toString(bytes) + " (expected: 4 or 16)", e);
        }
    }
}
