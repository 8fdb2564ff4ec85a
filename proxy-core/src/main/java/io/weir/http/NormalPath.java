package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a path, in which it is routed and in which a server gets it: no dot segments (RFC 3986 section 5.2.4), unreserved
 * bytes unescaped, hex digits of escapes in upper case (section 6.2.2). Empty segments stay, and so do {@code %2F} and {@code %5C},
 * which are no separators.
 *
 * <p>A path is made normal in place. It can only shrink, and does so towards its end, against the query.
 */
public final class NormalPath {
    /*
     * Most paths are normal already, which one look tells. The others are gone over twice: from left to right to undo escapes, so that
     * %2e%2E is seen for what it is, then from right to left, segment by segment, to where they end up.
     *
     * What cannot be made normal without a guess is refused: an escape that is none, one of a control byte, a backslash, which some
     * servers take for a slash, and a path that leaves the root, which nobody asks for by mistake. Escapes of tab, line end and DEL stand in
     * names of files and in text that people enter; they pass, and stay escapes.
     */

    private static final int ESCAPE_LENGTH = 3;
    private static final int UPPER_CASE = ~0x20;
    private static final byte DELETE = 0x7F;

    private NormalPath() {}

    /** Whether {@code path} is one that begins with a slash, and normal. */
    public static boolean isNormal(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer copy = ByteBuffer.wrap(bytes.clone());
        return path.startsWith("/")
                && path.chars().allMatch(NormalPath::mayStandInPath)
                && normalize(copy, 0, bytes.length) == 0
                && copy.equals(ByteBuffer.wrap(bytes));
    }

    private static boolean mayStandInPath(int c) {
        return c < 0x80 && c != '?' && ByteClass.isTarget((byte) c);
    }

    /**
     * Makes the path of a request normal, in place: its beginning moves, its end does not. Borrows the bytes. What comes before the path
     * is not the target as received any more.
     *
     * @return what is wrong with the path, or null
     */
    public static @Nullable Violation apply(ByteBuffer bytes, Head request) {
        if (request.pathStart == request.pathEnd) {
            fillEmpty(bytes, request);
        } else if (bytes.get(request.pathStart) == '/') {
            int start = normalize(bytes, request.pathStart, request.pathEnd);
            if (start < 0) {
                return Outcome.violation(start);
            }
            request.pathGap = start - request.pathStart;
            request.pathStart = start;
        }
        return null;
    }

    // RFC 9112 3.2.4: "OPTIONS http://example.org" is for the server as a whole. The authority makes room by moving
    // into the "//" before it.
    private static void fillEmpty(ByteBuffer bytes, Head head) {
        boolean wholeServer = head.method == Method.OPTIONS && head.pathEnd == head.targetEnd;
        bytes.put(head.authorityStart - 1, bytes, head.authorityStart, head.authorityEnd - head.authorityStart);
        head.authorityStart--;
        head.authorityEnd--;
        head.pathStart--;
        bytes.put(head.pathStart, (byte) (wholeServer ? '*' : '/'));
    }

    /** Where the path in {@code [start, end)}, which begins with a slash, begins when it is normal; or what is wrong with it. */
    static int normalize(ByteBuffer bytes, int start, int end) {
        int unusual = firstUnusual(bytes, start, end);
        if (unusual == end) {
            return start;
        }
        int unescapedEnd = unescape(bytes, unusual, end);
        return unescapedEnd < 0 ? unescapedEnd : removeDotSegments(bytes, start, unescapedEnd, end);
    }

    private static int firstUnusual(ByteBuffer bytes, int start, int end) {
        byte before = 0;
        for (int at = start; at < end; at++) {
            byte b = bytes.get(at);
            if (b == '%' || b == '\\' || (b == '.' && before == '/')) {
                return at;
            }
            before = b;
        }
        return end;
    }

    /** Moves what is left together, to the left; returns where it ends. */
    private static int unescape(ByteBuffer bytes, int start, int end) {
        int into = start;
        int at = start;
        while (at < end) {
            byte b = bytes.get(at);
            if (b == '\\') {
                return Outcome.refused(Violation.BAD_PATH);
            }
            if (b != '%') {
                bytes.put(into++, b);
                at++;
                continue;
            }
            int escaped = escaped(bytes, at, end);
            if (escaped < 0 || !mayBeEscaped((byte) escaped)) {
                return Outcome.refused(Violation.BAD_ESCAPE);
            }
            into = put(bytes, into, at, (byte) escaped);
            at += ESCAPE_LENGTH;
        }
        return into;
    }

    private static boolean mayBeEscaped(byte b) {
        return switch (b) {
            case Ascii.HTAB, Ascii.LF, Ascii.CR, DELETE -> true;
            default -> !ByteClass.isControl(b);
        };
    }

    /** The byte that an escape stands for, or -1 where there is no escape. */
    private static int escaped(ByteBuffer bytes, int at, int end) {
        if (end - at < ESCAPE_LENGTH) {
            return -1;
        }
        int high = Ascii.hex(bytes.get(at + 1));
        int low = Ascii.hex(bytes.get(at + 2));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int put(ByteBuffer bytes, int into, int escape, byte escaped) {
        if (ByteClass.isUnreserved(escaped)) {
            bytes.put(into, escaped);
            return into + 1;
        }
        byte high = bytes.get(escape + 1);
        byte low = bytes.get(escape + 2);
        bytes.put(into, (byte) '%');
        bytes.put(into + 1, upper(high));
        bytes.put(into + 2, upper(low));
        return into + ESCAPE_LENGTH;
    }

    private static byte upper(byte hexDigit) {
        return hexDigit > '9' ? (byte) (hexDigit & UPPER_CASE) : hexDigit;
    }

    /** Moves the segments that stay to the right, up to {@code into}; returns where they begin. */
    private static int removeDotSegments(ByteBuffer bytes, int start, int end, int into) {
        int begin = into;
        int removing = 0;
        int segmentEnd = end;
        while (segmentEnd > start) {
            int slash = lastSlash(bytes, segmentEnd);
            int dots = dots(bytes, slash + 1, segmentEnd);
            if (dots > 0 && segmentEnd == end) {
                // What a last dot segment names ends in a slash.
                bytes.put(--begin, (byte) '/');
            }
            if (dots == 0 && removing == 0) {
                begin -= segmentEnd - slash;
                bytes.put(begin, bytes, slash, segmentEnd - slash);
            } else if (dots != 1) {
                removing += dots == 2 ? 1 : -1;
            }
            segmentEnd = slash;
        }
        return removing > 0 ? Outcome.refused(Violation.BAD_PATH) : begin;
    }

    private static int lastSlash(ByteBuffer bytes, int before) {
        int at = before - 1;
        while (bytes.get(at) != '/') {
            at--;
        }
        return at;
    }

    /** 1 for {@code .}, 2 for {@code ..}, 0 for any other segment. */
    private static int dots(ByteBuffer bytes, int start, int end) {
        int length = end - start;
        boolean dotsOnly = length > 0 && length <= 2 && bytes.get(start) == '.' && bytes.get(end - 1) == '.';
        return dotsOnly ? length : 0;
    }
}
