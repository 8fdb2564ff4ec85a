package io.weir.http1;

import io.weir.forwarded.ForwardedLines;
import io.weir.forwarded.Forwarding;
import io.weir.http.Ascii;
import io.weir.http.DateLine;
import io.weir.http.FieldEdits;
import io.weir.http.FieldValues;
import io.weir.http.Head;
import io.weir.http.HttpVersion;
import io.weir.http.KnownField;
import io.weir.http.Method;
import io.weir.http.PathStart;
import io.weir.http.Upgrades;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head that goes on into an array of its own, from a head that was parsed and the bytes it was parsed from.
 * Reusable, not thread-safe: one per event loop. What it writes is valid until it writes again.
 */
public final class HeadComposer {

    /*
     * End-to-end fields keep their order, their names and their values, byte for byte; whitespace around values becomes
     * the one space that everybody writes. Since most fields look like that already, neighbours that stay are copied in
     * one go.
     *
     * Start line, Host of an absolute target, Transfer-Encoding, Max-Forwards, forwarding fields, Via and Connection
     * are our own, and Date where a server gives none.
     */

    private static final byte[] CRLF = ascii("\r\n");
    private static final byte[] SEPARATOR = ascii(": ");
    private static final byte[] REQUEST_VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] RESPONSE_VERSION = ascii("HTTP/1.1 ");
    private static final byte[] SPACE = ascii(" ");
    private static final byte[] SLASH = ascii("/");
    private static final byte[] ASTERISK = ascii("*");
    private static final byte[] HOST = ascii("Host: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] MAX_FORWARDS = ascii("Max-Forwards: ");
    private static final byte[] X_FORWARDED_HOST = ascii("X-Forwarded-Host: ");
    private static final byte[] HOST_PARAMETER = ascii(";host=\"");
    private static final byte[] QUOTE = ascii("\"");
    private static final byte[] VIA_10 = ascii("Via: 1.0 weir\r\n");
    private static final byte[] VIA_11 = ascii("Via: 1.1 weir\r\n");
    private static final byte[] UPGRADE_OPTION = ascii("Connection: upgrade\r\n");
    private static final byte[] TAKES_TRAILERS = ascii("TE: trailers\r\nConnection: TE\r\n");
    private static final byte[] TRAILERS = ascii("trailers");
    private static final int UPGRADE_REQUIRED = 426;
    private static final int STATUS_OFFSET = "HTTP/1.1 ".length();
    private static final int STATUS_DIGITS = 3;
    private static final int LONG_DIGITS = 19;

    private final byte[] array;
    private final @Nullable DateLine date;
    private int length;
    private boolean fits;
    private boolean declaresChunked;
    private boolean takesTrailers;

    /** A composer of heads of up to {@code capacity} bytes that has no clock, and so leaves a response without Date. */
    public HeadComposer(int capacity) {
        this(capacity, null);
    }

    /** A composer of heads of up to {@code capacity} bytes, by whose clock a response without Date gets one. */
    public HeadComposer(int capacity, @Nullable DateLine date) {
        array = new byte[capacity];
        this.date = date;
    }

    /** Holds the head that was written. */
    public byte[] array() {
        return array;
    }

    /** How many bytes of {@link #array()} are the head. */
    public int length() {
        return length;
    }

    /**
     * Writes the request that a server gets.
     *
     * @param serverAuthority {@code host[:port]} of the server, sent in Host where the client names no host
     * @param forwarding fields that tell the server of the client
     * @param connectionFields ready-made field lines about the connection, {@link Upgrades#lines} for example
     * @param path replacement of the beginning of the path; an asterisk stays
     * @param edits fields that are removed, and lines that are added
     * @return false when it does not fit
     */
    public boolean request(
            Head head,
            ByteBuffer bytes,
            byte[] serverAuthority,
            Forwarding forwarding,
            byte[] connectionFields,
            PathStart path,
            FieldEdits edits) {
        begin();
        requestLine(head, bytes, path);
        missingHost(head, bytes, serverAuthority);
        fields(head, bytes, edits, forwarding.passesOthers());
        put(edits.lines());
        if (declaresChunked) {
            put(CHUNKED);
        }
        maxForwards(head);
        forwarded(head, bytes, forwarding.lines());
        put(via(head));
        // RFC 9110 10.1.4. HTTP/1.0 has no trailers, and a change of protocol no room for another option.
        boolean passesTrailers = takesTrailers && head.version() == HttpVersion.HTTP_1_1;
        put(passesTrailers && connectionFields.length == 0 ? TAKES_TRAILERS : connectionFields);
        put(CRLF);
        return fits;
    }

    /**
     * Writes the response that a client gets.
     *
     * @param client the client's version: in HTTP/1.0 there is no Transfer-Encoding, and the body goes without chunks
     * @param option field about the front connection; an interim response has none
     * @param edits fields that are removed, and lines that are added; not in an interim response
     * @return false when it does not fit
     */
    public boolean response(
            Head head, ByteBuffer bytes, HttpVersion client, ConnectionOption option, FieldEdits edits) {
        begin();
        statusLine(head, bytes);
        fields(head, bytes, head.isInterim() ? FieldEdits.NONE : edits, true);
        if (declaresChunked && client != HttpVersion.HTTP_1_0 && mayDeclareBody(head)) {
            put(CHUNKED);
        }
        put(via(head));
        if (!head.isInterim()) {
            put(edits.lines());
            missingDate(head, edits);
            put(option.line());
        }
        if (asksForUpgrade(head)) {
            put(UPGRADE_OPTION);
        }
        put(CRLF);
        return fits;
    }

    /**
     * Writes the 101 with which a client gets its other protocol.
     *
     * @param upgradeFields {@link Upgrades#lines}
     * @return false when it does not fit
     */
    public boolean switching(Head head, ByteBuffer bytes, byte[] upgradeFields) {
        begin();
        statusLine(head, bytes);
        fields(head, bytes, FieldEdits.NONE, true);
        put(via(head));
        put(upgradeFields);
        put(CRLF);
        return fits;
    }

    /** Most bytes that a request with these edits is longer than the one that was parsed, but for the lines that Weir adds to each. */
    public static int mostAdded(
            Head head, Forwarding forwarding, byte[] connectionFields, PathStart path, FieldEdits edits) {
        return forwarding.mostBytes(head.authorityEnd() - head.authorityStart())
                + connectionFields.length
                + path.bytes().length
                + edits.lines().length
                + head.fieldCount();
    }

    private void begin() {
        length = 0;
        fits = true;
        declaresChunked = false;
        takesTrailers = false;
    }

    private void requestLine(Head head, ByteBuffer bytes, PathStart path) {
        put(bytes, head.methodStart(), head.methodEnd());
        put(SPACE);
        if (head.pathStart() == head.pathEnd()) {
            put(emptyPath(head));
            put(bytes, head.pathStart(), head.targetEnd());
        } else if (path.isSame() || bytes.get(head.pathStart()) != '/') {
            put(bytes, head.pathStart(), head.targetEnd());
        } else {
            otherPath(head, bytes, path);
        }
        put(REQUEST_VERSION);
    }

    private void otherPath(Head head, ByteBuffer bytes, PathStart path) {
        int rest = head.pathStart() + path.replaced();
        put(path.bytes());
        if (path.bytes().length == 0 && rest == head.pathEnd()) {
            put(SLASH);
        }
        put(bytes, rest, head.targetEnd());
    }

    // RFC 9112 3.2.4: the last proxy makes "OPTIONS http://example.org" the request for the server as a whole.
    private static byte[] emptyPath(Head head) {
        return head.method() == Method.OPTIONS && head.pathEnd() == head.targetEnd() ? ASTERISK : SLASH;
    }

    private void statusLine(Head head, ByteBuffer bytes) {
        int status = head.start() + STATUS_OFFSET;
        put(RESPONSE_VERSION);
        put(bytes, status, status + STATUS_DIGITS);
        put(SPACE);
        put(bytes, head.reasonStart(), head.reasonEnd());
        put(CRLF);
    }

    // RFC 9112 3.2: a request of HTTP/1.1 has Host. A client of HTTP/1.0 may leave it out, and servers refuse an empty
    // one.
    private void missingHost(Head head, ByteBuffer bytes, byte[] serverAuthority) {
        if (head.hasTargetAuthority()) {
            field(HOST, bytes, head.authorityStart(), head.authorityEnd());
        } else if (!head.hasHost()) {
            put(HOST);
            put(serverAuthority);
            put(CRLF);
        }
    }

    // RFC 9110 7.6.3: Via tells the version in which the message was received.
    private static byte[] via(Head head) {
        return head.version() == HttpVersion.HTTP_1_0 ? VIA_10 : VIA_11;
    }

    // RFC 9110 6.6.1: whoever forwards a response without Date says when it was received.
    private void missingDate(Head head, FieldEdits edits) {
        if (date != null && !head.hasDate() && !edits.areAboutDate()) {
            put(date.now());
        }
    }

    private void maxForwards(Head head) {
        if (head.maxForwards() >= 0) {
            put(MAX_FORWARDS);
            putDecimal(Math.max(0, head.maxForwards() - 1));
            put(CRLF);
        }
    }

    private void forwarded(Head head, ByteBuffer bytes, ForwardedLines lines) {
        boolean hasAuthority = head.authorityStart() < head.authorityEnd();
        if (lines.tellsHost() && hasAuthority) {
            field(X_FORWARDED_HOST, bytes, head.authorityStart(), head.authorityEnd());
        }
        put(lines.lines());
        if (lines.forwarded().length > 0) {
            put(lines.forwarded());
            if (hasAuthority) {
                forwardedHost(head, bytes);
            }
            put(CRLF);
        }
    }

    // RFC 7239 section 5.3. An authority holds neither quotes nor backslashes.
    private void forwardedHost(Head head, ByteBuffer bytes) {
        put(HOST_PARAMETER);
        put(bytes, head.authorityStart(), head.authorityEnd());
        put(QUOTE);
    }

    // passesOthers: whether forwarding fields stay in a request that Weir does not extend. The one transfer coding that
    // a head may have is
    // written anew.
    private void fields(Head head, ByteBuffer bytes, FieldEdits edits, boolean passesOthers) {
        int runStart = 0;
        int runEnd = 0;
        for (int field = 0; field < head.fieldCount(); field++) {
            KnownField kind = head.kind(field);
            declaresChunked |= kind == KnownField.TRANSFER_ENCODING;
            takesTrailers |= kind == KnownField.TE
                    && FieldValues.hasElement(bytes, head.valueStart(field), head.valueEnd(field), TRAILERS);
            boolean stays =
                    (kind == KnownField.OTHER_FORWARDING && head.isRequest()) ? passesOthers : staysIn(head, kind);
            if (!stays || edits.removes(bytes, head.nameStart(field), head.nameEnd(field))) {
                continue;
            }
            boolean plain = isPlain(head, bytes, field);
            if (!plain || head.nameStart(field) != runEnd) {
                put(bytes, runStart, runEnd);
                runStart = head.nameStart(field);
            }
            runEnd = plain ? head.lineEnd(field) : runStart;
            if (!plain) {
                rewritten(head, bytes, field);
            }
        }
        put(bytes, runStart, runEnd);
    }

    /** Whether a line is {@code name ": " value CRLF} already. */
    private static boolean isPlain(Head head, ByteBuffer bytes, int field) {
        int nameEnd = head.nameEnd(field);
        return head.valueStart(field) == nameEnd + SEPARATOR.length
                && bytes.get(nameEnd + 1) == Ascii.SP
                && head.lineEnd(field) == head.valueEnd(field) + CRLF.length;
    }

    private void rewritten(Head head, ByteBuffer bytes, int field) {
        put(bytes, head.nameStart(field), head.nameEnd(field));
        field(SEPARATOR, bytes, head.valueStart(field), head.valueEnd(field));
    }

    // RFC 9110 15.5.22: 426 says by Upgrade what the client has to change to.
    private static boolean asksForUpgrade(Head head) {
        return head.status() == UPGRADE_REQUIRED && head.hasUpgrade();
    }

    private static boolean staysIn(Head head, KnownField kind) {
        if (kind == KnownField.UPGRADE) {
            return asksForUpgrade(head);
        }
        return !kind.isHopByHop() && (head.isRequest() ? staysInRequest(head, kind) : staysInResponse(head, kind));
    }

    private static boolean staysInRequest(Head head, KnownField kind) {
        return switch (kind) {
            // The client's word; ours takes its place, with what a trusted peer says in it.
            case FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST -> false;
            case X_FORWARDED_PORT, FORWARDING_LOOK_ALIKE -> false;
            case HOST -> !head.hasTargetAuthority();
            // RFC 9110 10.1.1: ignored in HTTP/1.0, whose client could not be given the 100 either.
            case EXPECT -> head.version() != HttpVersion.HTTP_1_0;
            case MAX_FORWARDS -> head.maxForwards() < 0;
            default -> true;
        };
    }

    private static boolean staysInResponse(Head head, KnownField kind) {
        return kind != KnownField.CONTENT_LENGTH || mayDeclareBody(head);
    }

    // RFC 9110 8.6, RFC 9112 6.1: neither Content-Length nor Transfer-Encoding in 1xx and 204.
    private static boolean mayDeclareBody(Head head) {
        return head.status() >= 200 && head.status() != 204;
    }

    private void field(byte[] nameAndSeparator, ByteBuffer bytes, int valueStart, int valueEnd) {
        put(nameAndSeparator);
        put(bytes, valueStart, valueEnd);
        put(CRLF);
    }

    private void put(byte[] piece) {
        if (reserve(piece.length)) {
            System.arraycopy(piece, 0, array, length - piece.length, piece.length);
        }
    }

    private void put(ByteBuffer bytes, int start, int end) {
        if (reserve(end - start)) {
            bytes.get(start, array, length - (end - start), end - start);
        }
    }

    private void putDecimal(long value) {
        long rest = value;
        int digits = digits(value);
        if (reserve(digits)) {
            for (int i = 1; i <= digits; i++) {
                array[length - i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0 && digits < LONG_DIGITS; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private boolean reserve(int bytes) {
        fits &= bytes <= array.length - length;
        if (fits) {
            length += bytes;
        }
        return fits;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
