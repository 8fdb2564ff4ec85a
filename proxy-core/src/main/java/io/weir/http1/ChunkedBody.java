package io.weir.http1;

import io.weir.http.Ascii;
import io.weir.http.ByteClass;
import io.weir.http.FieldValues;
import io.weir.http.TrailerFields;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chunked body through any splits (RFC 9112 section 7.1), brings it into a clean form and says where it ends.
 * Reusable, one per flow, not thread-safe; holds no bytes.
 */
public final class ChunkedBody {

    /*
     * chunked-body = *( 1*HEXDIG chunk-ext CRLF chunk-data CRLF ) 1*"0" chunk-ext CRLF trailer-section CRLF
     *
     * Framing is followed byte by byte through ChunkState; chunk data is skipped, or moved, in one go.
     *
     * The next recipient gets a clean form: size digits, CRLF, data, CRLF. Extensions, which are for one hop (section
     * 7.1.1), and whitespace around a size or in an extension stay here: what follows moves to the left, over them. The
     * clean form is never longer, so it needs no room. A line ends in CRLF and nothing else: one that ends in LF alone
     * ends elsewhere for a reader that skips extensions up to a CRLF.
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
    private ChunkState state = ChunkState.SIZE;
    private @Nullable Violation violation;
    /** Of a chunk whose size is read: the size so far. Of a chunk whose data is read: what is left of it. */
    private long remaining;
    /** How many bytes of the current part count against its limit: size digits, extensions, or the trailer section. */
    private int counted;

    private int allowance = MOST_OVERHEAD;
    private long trailerName;
    private boolean trailerIsForwarding;
    private int keptEnd;
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
        state = ChunkState.SIZE;
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
     * Consumes the bytes in {@code [from, to)}, all of them unless the body ends or breaks a rule before, and brings them into the form that goes on,
     * which fills {@code [from, keptEnd())}.
     *
     * @return the index after the last byte of the body, or of the byte that breaks a rule, or {@code to}
     */
    public int advance(ByteBuffer bytes, int from, int to) {
        return follow(bytes, from, to, false);
    }

    /**
     * Like {@link #advance}, and leaves nothing but payload: it fills {@code [from, keptEnd())}.
     */
    public int extract(ByteBuffer bytes, int from, int to) {
        return follow(bytes, from, to, true);
    }

    /** Where that ends which {@link #advance} or {@link #extract} has left to go on. */
    public int keptEnd() {
        return keptEnd;
    }

    /** Whether the body has ended, trailers included. */
    public boolean finished() {
        return state == ChunkState.FINISHED;
    }

    /** Whether the body breaks a rule; nothing more is consumed then. */
    public boolean violated() {
        return state == ChunkState.VIOLATED;
    }

    /** What is wrong, once {@link #violated()}. */
    public Violation violation() {
        if (violation == null) {
            throw new IllegalStateException("state: " + state + " (expected: " + ChunkState.VIOLATED + ")");
        }
        return violation;
    }

    private int follow(ByteBuffer bytes, int from, int to, boolean extracting) {
        int at = from;
        int kept = from;
        while (at < to && isOpen()) {
            if (state == ChunkState.DATA) {
                int length = data(to - at);
                if (kept < at) {
                    bytes.put(kept, bytes, at, length);
                }
                kept += length;
                at += length;
                continue;
            }
            byte b = bytes.get(at);
            if (framing(b)) {
                at++;
                if (!extracting && state.isKept()) {
                    bytes.put(kept++, b);
                }
            }
        }
        keptEnd = kept;
        return at;
    }

    private boolean isOpen() {
        return state != ChunkState.FINISHED && state != ChunkState.VIOLATED;
    }

    private int data(int available) {
        int length = (int) Math.min(remaining, available);
        remaining -= length;
        payload += length;
        allowance = (int) Math.min(MOST_OVERHEAD, allowance + (long) length * PAYLOAD_CREDIT);
        if (remaining == 0) {
            state = ChunkState.DATA_CR;
        }
        return length;
    }

    private boolean framing(byte b) {
        state = next(b);
        if (state != ChunkState.VIOLATED && --allowance < 0) {
            state = refused(Violation.CHUNK_OVERHEAD);
        }
        return state != ChunkState.VIOLATED;
    }

    private ChunkState next(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case SIZE_DIGITS -> sizeDigits(b);
            case SIZE_BLANK -> sizeBlank(b);
            case EXTENSION_NAME -> extensionName(b);
            case EXTENSION_NAME_REST -> extensionNameRest(b);
            case EXTENSION_NAME_BLANK -> extensionNameBlank(b);
            case EXTENSION_VALUE -> extensionValue(b);
            case EXTENSION_TOKEN -> extensionToken(b);
            case EXTENSION_QUOTED -> extensionQuoted(b);
            case EXTENSION_ESCAPED -> extensionEscaped(b);
            case EXTENSION_END -> afterExtension(b);
            case EXTENSION_BLANK -> extensionBlank(b);
            case SIZE_LF -> sizeLineFeed(b);
            case DATA_CR -> dataEnd(b, Ascii.CR, ChunkState.DATA_LF);
            case DATA_LF -> dataEnd(b, Ascii.LF, ChunkState.SIZE);
            case TRAILER -> trailer(b);
            case TRAILER_NAME -> trailerName(b);
            case TRAILER_VALUE -> trailerValue(b);
            case TRAILER_LF -> trailerLineFeed(b, ChunkState.TRAILER);
            case END_LF -> trailerLineFeed(b, ChunkState.FINISHED);
            case DATA, FINISHED, VIOLATED ->
                throw new IllegalStateException("state: " + state + " (expected: framing)");
        };
    }

    private ChunkState size(byte b) {
        remaining = 0;
        counted = 0;
        return Ascii.hex(b) < 0 ? unexpected(b, Violation.BAD_CHUNK_SIZE) : sizeDigits(b);
    }

    private ChunkState sizeDigits(byte b) {
        int digit = Ascii.hex(b);
        if (digit < 0) {
            return afterSize(b);
        }
        remaining = remaining << 4 | digit;
        return ++counted > MOST_SIZE_DIGITS || remaining < 0
                ? refused(Violation.BAD_CHUNK_SIZE)
                : ChunkState.SIZE_DIGITS;
    }

    private ChunkState afterSize(byte b) {
        counted = 0;
        return b == Ascii.CR ? ChunkState.SIZE_LF : sizeBlank(b);
    }

    // RFC 9112 7.1.1: whitespace may stand before the semicolon. Old servers pad a size with it; no client does.
    private ChunkState sizeBlank(byte b) {
        if (FieldValues.isWhitespace(b)) {
            return extension(ChunkState.SIZE_BLANK);
        }
        if (b == Ascii.CR && !ofRequests) {
            return ChunkState.SIZE_LF;
        }
        return b == ';' ? extension(ChunkState.EXTENSION_NAME) : unexpected(b, Violation.BAD_CHUNK_SIZE);
    }

    private ChunkState afterExtension(byte b) {
        return b == Ascii.CR ? ChunkState.SIZE_LF : extensionBlank(b);
    }

    // Whitespace stands between extensions, not behind the last.
    private ChunkState extensionBlank(byte b) {
        if (FieldValues.isWhitespace(b)) {
            return extension(ChunkState.EXTENSION_BLANK);
        }
        return b == ';' ? extension(ChunkState.EXTENSION_NAME) : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private ChunkState extensionName(byte b) {
        if (FieldValues.isWhitespace(b)) {
            return extension(ChunkState.EXTENSION_NAME);
        }
        return ByteClass.isToken(b)
                ? extension(ChunkState.EXTENSION_NAME_REST)
                : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private ChunkState extensionNameRest(byte b) {
        if (b == '=') {
            return extension(ChunkState.EXTENSION_VALUE);
        }
        if (FieldValues.isWhitespace(b)) {
            return extension(ChunkState.EXTENSION_NAME_BLANK);
        }
        return ByteClass.isToken(b) ? extension(ChunkState.EXTENSION_NAME_REST) : afterExtension(b);
    }

    private ChunkState extensionNameBlank(byte b) {
        if (b == '=') {
            return extension(ChunkState.EXTENSION_VALUE);
        }
        return FieldValues.isWhitespace(b) ? extension(ChunkState.EXTENSION_NAME_BLANK) : extensionBlank(b);
    }

    private ChunkState extensionValue(byte b) {
        if (FieldValues.isWhitespace(b)) {
            return extension(ChunkState.EXTENSION_VALUE);
        }
        if (b == '"') {
            return extension(ChunkState.EXTENSION_QUOTED);
        }
        return ByteClass.isToken(b)
                ? extension(ChunkState.EXTENSION_TOKEN)
                : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private ChunkState extensionToken(byte b) {
        return ByteClass.isToken(b) ? extension(ChunkState.EXTENSION_TOKEN) : afterExtension(b);
    }

    private ChunkState extensionQuoted(byte b) {
        if (ByteClass.isQuoted(b)) {
            return extension(ChunkState.EXTENSION_QUOTED);
        }
        return switch (b) {
            case '"' -> extension(ChunkState.EXTENSION_END);
            case '\\' -> extension(ChunkState.EXTENSION_ESCAPED);
            default -> unexpected(b, Violation.BAD_CHUNK_EXTENSION);
        };
    }

    private ChunkState extensionEscaped(byte b) {
        return ByteClass.isValue(b)
                ? extension(ChunkState.EXTENSION_QUOTED)
                : unexpected(b, Violation.BAD_CHUNK_EXTENSION);
    }

    private ChunkState extension(ChunkState next) {
        return ++counted > MOST_EXTENSION_BYTES ? refused(Violation.CHUNK_OVERHEAD) : next;
    }

    private ChunkState sizeLineFeed(byte b) {
        counted = 0;
        if (b != Ascii.LF) {
            return refused(Violation.BARE_CR);
        }
        return remaining == 0 ? ChunkState.TRAILER : ChunkState.DATA;
    }

    private ChunkState dataEnd(byte b, byte expected, ChunkState next) {
        return b == expected ? next : refused(Violation.BAD_CHUNK_END);
    }

    private ChunkState trailer(byte b) {
        trailerName = 0;
        trailerIsForwarding = false;
        if (b == Ascii.CR) {
            return inTrailer(ChunkState.END_LF);
        }
        if (b == Ascii.SP || b == Ascii.HTAB) {
            return refused(Violation.OBS_FOLD);
        }
        return ByteClass.isToken(b) ? trailerName(b) : unexpected(b, Violation.BAD_FIELD_NAME);
    }

    private ChunkState trailerName(byte b) {
        if (b == ':') {
            return isForbiddenTrailer() ? refused(Violation.BAD_TRAILER) : inTrailer(ChunkState.TRAILER_VALUE);
        }
        if (ByteClass.isToken(b)) {
            trailerName = TrailerFields.sum(trailerName, b);
            trailerIsForwarding |= ofRequests && TrailerFields.beginsForwarding(trailerName);
            return inTrailer(ChunkState.TRAILER_NAME);
        }
        boolean whitespace = b == Ascii.SP || b == Ascii.HTAB;
        return unexpected(b, whitespace ? Violation.WHITESPACE_BEFORE_COLON : Violation.BAD_FIELD_NAME);
    }

    private boolean isForbiddenTrailer() {
        return trailerIsForwarding
                || TrailerFields.isForbidden(trailerName)
                || (ofRequests && TrailerFields.isForwarding(trailerName));
    }

    private ChunkState trailerValue(byte b) {
        if (ByteClass.isValue(b)) {
            return inTrailer(ChunkState.TRAILER_VALUE);
        }
        return b == Ascii.CR ? inTrailer(ChunkState.TRAILER_LF) : unexpected(b, Violation.CONTROL_BYTE);
    }

    private ChunkState trailerLineFeed(byte b, ChunkState next) {
        return b == Ascii.LF ? inTrailer(next) : refused(Violation.BARE_CR);
    }

    private ChunkState inTrailer(ChunkState next) {
        allowance++; // has a limit of its own
        return ++counted > MOST_TRAILER_BYTES ? refused(Violation.TRAILER_TOO_LARGE) : next;
    }

    /** A broken line end or a control byte is named for itself, anything else {@code otherwise}. */
    private ChunkState unexpected(byte b, Violation otherwise) {
        if (b == Ascii.LF) {
            return refused(Violation.BARE_LF);
        }
        return refused(b != Ascii.CR && ByteClass.isControl(b) ? Violation.CONTROL_BYTE : otherwise);
    }

    private ChunkState refused(Violation found) {
        violation = found;
        return ChunkState.VIOLATED;
    }
}
