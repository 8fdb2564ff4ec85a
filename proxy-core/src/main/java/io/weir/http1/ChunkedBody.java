package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.TrailerFields;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chunked body through any splits (RFC 9112 section 7.1) and says where it ends. Reusable, one per flow, not
 * thread-safe; holds no bytes.
 */
public final class ChunkedBody {

    /*
     * chunked-body = *( 1*HEXDIG chunk-ext CRLF chunk-data CRLF ) 1*"0" chunk-ext CRLF trailer-section CRLF
     *
     * Framing is followed byte by byte through State; chunk data is skipped, or moved, in one go.
     *
     * Because the bytes go on as they came, what is tolerated here is what the next one has to cope with. So there is
     * no "bad whitespace" in extensions, although RFC 9112 has receivers accept and remove it, and no line end but
     * CRLF.
     *
     * Against bodies that are nearly all framing there is an allowance: a framing byte takes one from it, a payload
     * byte gives PAYLOAD_CREDIT back, up to the initial MOST_OVERHEAD. A stream of one-byte chunks costs 5 a byte, so
     * it goes on for ever; one of one-byte chunks with long extensions, or with 15 leading zeros, does not.
     */

    private static final int MOST_SIZE_DIGITS = 16;
    private static final int MOST_EXTENSION_BYTES = 256;
    private static final int MOST_TRAILER_BYTES = 8 * 1024;
    private static final int MOST_OVERHEAD = 16 * 1024;
    private static final int PAYLOAD_CREDIT = 8;

    private final boolean ofRequests;
    private State state = State.SIZE;
    private @Nullable Violation violation;
    /** Of a chunk whose size is read: the size so far. Of a chunk whose data is read: what is left of it. */
    private long remaining;
    /** How many bytes of the current part count against its limit: size digits, extensions, or the trailer section. */
    private int counted;

    private int allowance = MOST_OVERHEAD;
    private long trailerName;
    private boolean trailerIsForwarding;
    private int payloadEnd;
    private long payload;

    private ChunkedBody(boolean ofRequests) {
        this.ofRequests = ofRequests;
    }

    /** Follows bodies of requests, in whose trailer sections nothing may tell who the client is. */
    public static ChunkedBody ofRequests() {
        return new ChunkedBody(true);
    }

    /** Follows bodies of responses. */
    public static ChunkedBody ofResponses() {
        return new ChunkedBody(false);
    }

    /** Begins a new body. */
    public void begin() {
        state = State.SIZE;
        violation = null;
        remaining = 0;
        counted = 0;
        allowance = MOST_OVERHEAD;
        payload = 0;
    }

    /** How many bytes of payload there were so far. */
    public long payload() {
        return payload;
    }

    /**
     * Consumes the bytes in {@code [from, to)}, all of them unless the body ends or breaks a rule before.
     *
     * @return the index after the last byte of the body, or of the byte that breaks a rule, or {@code to}
     */
    public int advance(ByteBuffer bytes, int from, int to) {
        return follow(bytes, from, to, false);
    }

    /**
     * Like {@link #advance}, and moves the payload together, to the left, so that it fills {@code [from,
     * payloadEnd())}.
     */
    public int extract(ByteBuffer bytes, int from, int to) {
        payloadEnd = from;
        return follow(bytes, from, to, true);
    }

    /** Where the payload ends that {@link #extract} has moved together. */
    public int payloadEnd() {
        return payloadEnd;
    }

    /** Whether the body has ended, trailers included. */
    public boolean finished() {
        return state == State.FINISHED;
    }

    /** Whether the body breaks a rule; nothing more is consumed then. */
    public boolean violated() {
        return state == State.VIOLATED;
    }

    /** What is wrong, once {@link #violated()}. */
    public Violation violation() {
        if (violation == null) {
            throw new IllegalStateException("state: " + state + " (expected: " + State.VIOLATED + ")");
        }
        return violation;
    }

    private int follow(ByteBuffer bytes, int from, int to, boolean extracting) {
        int at = from;
        while (at < to && isOpen()) {
            if (state == State.DATA) {
                int length = data(to - at);
                if (extracting) {
                    bytes.put(payloadEnd, bytes, at, length);
                    payloadEnd += length;
                }
                at += length;
            } else if (framing(bytes.get(at))) {
                at++;
            }
        }
        return at;
    }

    private boolean isOpen() {
        return state != State.FINISHED && state != State.VIOLATED;
    }

    private int data(int available) {
        int length = (int) Math.min(remaining, available);
        remaining -= length;
        payload += length;
        allowance = (int) Math.min(MOST_OVERHEAD, allowance + (long) length * PAYLOAD_CREDIT);
        if (remaining == 0) {
            state = State.DATA_CR;
        }
        return length;
    }

    private boolean framing(byte b) {
        state = next(b);
        if (state != State.VIOLATED && --allowance < 0) {
            state = refused(Violation.CHUNK_OVERHEAD);
        }
        return state != State.VIOLATED;
    }

    private State next(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case SIZE_DIGITS -> sizeDigits(b);
            case EXTENSION_NAME -> extensionName(b);
            case EXTENSION_NAME_REST -> extensionNameRest(b);
            case EXTENSION_VALUE -> extensionValue(b);
            case EXTENSION_TOKEN -> extensionToken(b);
            case EXTENSION_QUOTED -> extensionQuoted(b);
            case EXTENSION_ESCAPED -> extensionEscaped(b);
            case EXTENSION_END -> extensionEnd(b);
            case SIZE_LF -> sizeLineFeed(b);
            case DATA_CR -> dataEnd(b, Ascii.CR, State.DATA_LF);
            case DATA_LF -> dataEnd(b, Ascii.LF, State.SIZE);
            case TRAILER -> trailer(b);
            case TRAILER_NAME -> trailerName(b);
            case TRAILER_VALUE -> trailerValue(b);
            case TRAILER_LF -> trailerLineFeed(b, State.TRAILER);
            case END_LF -> trailerLineFeed(b, State.FINISHED);
            case DATA, FINISHED, VIOLATED ->
                throw new IllegalStateException("state: " + state + " (expected: framing)");
        };
    }

    private State size(byte b) {
        remaining = 0;
        counted = 0;
        return Ascii.hex(b) < 0 ? unexpected(b, Violation.BAD_CHUNK_SIZE) : sizeDigits(b);
    }

    private State sizeDigits(byte b) {
        int digit = Ascii.hex(b);
        if (digit < 0) {
            return b == Ascii.CR || b == ';' ? afterSize(b) : unexpected(b, Violation.BAD_CHUNK_SIZE);
        }
        remaining = remaining << 4 | digit;
        return ++counted > MOST_SIZE_DIGITS || remaining < 0 ? refused(Violation.BAD_CHUNK_SIZE) : State.SIZE_DIGITS;
    }

    private State afterSize(byte b) {
        counted = 0;
        return extensionEnd(b);
    }

    // Between extensions, or after the size.
    private State extensionEnd(byte b) {
        if (b == Ascii.CR) {
            return State.SIZE_LF;
        }
        return b == ';' ? extension(State.EXTENSION_NAME) : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private State extensionName(byte b) {
        return ByteClass.isToken(b)
                ? extension(State.EXTENSION_NAME_REST)
                : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private State extensionNameRest(byte b) {
        if (b == '=') {
            return extension(State.EXTENSION_VALUE);
        }
        return ByteClass.isToken(b) ? extension(State.EXTENSION_NAME_REST) : extensionEnd(b);
    }

    private State extensionValue(byte b) {
        if (b == '"') {
            return extension(State.EXTENSION_QUOTED);
        }
        return ByteClass.isToken(b) ? extension(State.EXTENSION_TOKEN) : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private State extensionToken(byte b) {
        return ByteClass.isToken(b) ? extension(State.EXTENSION_TOKEN) : extensionEnd(b);
    }

    private State extensionQuoted(byte b) {
        if (ByteClass.isQuoted(b)) {
            return extension(State.EXTENSION_QUOTED);
        }
        return switch (b) {
            case '"' -> extension(State.EXTENSION_END);
            case '\\' -> extension(State.EXTENSION_ESCAPED);
            default -> unexpected(b, Violation.BAD_CHUNK_EXTENSION);
        };
    }

    private State extensionEscaped(byte b) {
        return ByteClass.isValue(b) ? extension(State.EXTENSION_QUOTED) : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private State extension(State next) {
        return ++counted > MOST_EXTENSION_BYTES ? refused(Violation.CHUNK_OVERHEAD) : next;
    }

    private State sizeLineFeed(byte b) {
        counted = 0;
        if (b != Ascii.LF) {
            return refused(Violation.BARE_CR);
        }
        return remaining == 0 ? State.TRAILER : State.DATA;
    }

    private State dataEnd(byte b, byte expected, State next) {
        return b == expected ? next : refused(Violation.BAD_CHUNK_END);
    }

    private State trailer(byte b) {
        trailerName = 0;
        trailerIsForwarding = false;
        if (b == Ascii.CR) {
            return inTrailer(State.END_LF);
        }
        if (b == Ascii.SP || b == Ascii.HTAB) {
            return refused(Violation.OBS_FOLD);
        }
        return ByteClass.isToken(b) ? trailerName(b) : unexpected(b, Violation.BAD_FIELD_NAME);
    }

    private State trailerName(byte b) {
        if (b == ':') {
            return isForbiddenTrailer() ? refused(Violation.BAD_TRAILER) : inTrailer(State.TRAILER_VALUE);
        }
        if (ByteClass.isToken(b)) {
            trailerName = TrailerFields.sum(trailerName, b);
            trailerIsForwarding |= ofRequests && TrailerFields.beginsForwarding(trailerName);
            return inTrailer(State.TRAILER_NAME);
        }
        boolean whitespace = b == Ascii.SP || b == Ascii.HTAB;
        return unexpected(b, whitespace ? Violation.WHITESPACE_BEFORE_COLON : Violation.BAD_FIELD_NAME);
    }

    private boolean isForbiddenTrailer() {
        return trailerIsForwarding
                || TrailerFields.isForbidden(trailerName)
                || (ofRequests && TrailerFields.isForwarding(trailerName));
    }

    private State trailerValue(byte b) {
        if (ByteClass.isValue(b)) {
            return inTrailer(State.TRAILER_VALUE);
        }
        return b == Ascii.CR ? inTrailer(State.TRAILER_LF) : unexpected(b, Violation.CONTROL_BYTE);
    }

    private State trailerLineFeed(byte b, State next) {
        return b == Ascii.LF ? inTrailer(next) : refused(Violation.BARE_CR);
    }

    private State inTrailer(State next) {
        allowance++; // has a limit of its own
        return ++counted > MOST_TRAILER_BYTES ? refused(Violation.TRAILER_TOO_LARGE) : next;
    }

    /** A broken line end or a control byte is named for itself, anything else {@code otherwise}. */
    private State unexpected(byte b, Violation otherwise) {
        if (b == Ascii.LF) {
            return refused(Violation.BARE_LF);
        }
        return refused(b != Ascii.CR && ByteClass.isControl(b) ? Violation.CONTROL_BYTE : otherwise);
    }

    private State refused(Violation found) {
        violation = found;
        return State.VIOLATED;
    }

    /** What the next byte is expected to be. */
    private enum State {
        SIZE,
        SIZE_DIGITS,
        EXTENSION_NAME,
        EXTENSION_NAME_REST,
        EXTENSION_VALUE,
        EXTENSION_TOKEN,
        EXTENSION_QUOTED,
        EXTENSION_ESCAPED,
        EXTENSION_END,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        FINISHED,
        VIOLATED
    }
}
