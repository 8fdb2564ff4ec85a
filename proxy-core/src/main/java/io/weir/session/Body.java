package io.weir.session;

import io.weir.http.Framing;
import io.weir.http.Violation;
import io.weir.http1.ChunkedBody;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a message body ends, by whatever framing it has (RFC 9112 section 6.3). Confined to its event loop. */
final class Body {

    private final Supplier<ChunkedBody> maker;
    // Made for the first body that is chunked: most sessions never see one.
    private @Nullable ChunkedBody chunked;
    private Framing framing = Framing.NONE;
    private long remaining;
    private long declared;
    private int keptEnd;

    private Body(Supplier<ChunkedBody> maker) {
        this.maker = maker;
    }

    /** Follows bodies of requests, one after the other. */
    static Body ofRequests() {
        return new Body(ChunkedBody::ofRequests);
    }

    /** Follows bodies of responses, one after the other. */
    static Body ofResponses() {
        return new Body(ChunkedBody::ofResponses);
    }

    /** A body begins, of {@code length} bytes if that is its framing. */
    void begin(Framing newFraming, long length) {
        framing = newFraming;
        remaining = newFraming == Framing.LENGTH ? length : 0;
        declared = remaining;
        if (newFraming == Framing.CHUNKED) {
            chunks().begin();
        }
    }

    private ChunkedBody chunks() {
        ChunkedBody made = chunked;
        if (made == null) {
            made = maker.get();
            chunked = made;
        }
        return made;
    }

    /**
     * Goes over the bytes from {@code from} to {@code to}, and brings them into the form that goes on: {@link #keptEnd()} tells where that ends. Returns
     * the index after the last that belongs to the body.
     */
    int advance(ByteBuffer bytes, int from, int to) {
        if (framing == Framing.CHUNKED) {
            int end = chunks().advance(bytes, from, to);
            keptEnd = chunks().keptEnd();
            return end;
        }
        keptEnd = switch (framing) {
            case LENGTH -> advanceCounted(from, to);
            case UNTIL_CLOSE -> to;
            case NONE, CHUNKED -> from;
        };
        return keptEnd;
    }

    private int advanceCounted(int from, int to) {
        int taken = (int) Math.min(remaining, to - from);
        remaining -= taken;
        return from + taken;
    }

    /** As {@link #advance}, for a chunked body that goes on without its framing: {@link #keptEnd()} tells where it ends. */
    int extract(ByteBuffer bytes, int from, int to) {
        int end = chunks().extract(bytes, from, to);
        keptEnd = chunks().keptEnd();
        return end;
    }

    /** Where that ends which goes on of the bytes gone over last; it begins where they began. */
    int keptEnd() {
        return keptEnd;
    }

    /** How many bytes it has at least: all of them where that is declared, else those so far. */
    long size() {
        return switch (framing) {
            case LENGTH -> declared;
            case CHUNKED -> chunks().payload();
            case UNTIL_CLOSE, NONE -> 0;
        };
    }

    /** The other side has closed. Returns whether that is how the body ends. */
    boolean endsWithClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    boolean isComplete() {
        return switch (framing) {
            case LENGTH -> remaining == 0;
            case CHUNKED -> chunks().finished();
            case UNTIL_CLOSE -> false;
            case NONE -> true;
        };
    }

    /** Whether the body may end before {@code bytes} more of it, so that something else may follow it. */
    boolean mayEndWithin(int bytes) {
        return switch (framing) {
            case LENGTH -> remaining < bytes;
            case CHUNKED -> true;
            case UNTIL_CLOSE, NONE -> false;
        };
    }

    boolean isViolated() {
        return framing == Framing.CHUNKED && chunks().violated();
    }

    Violation violation() {
        return chunks().violation();
    }
}
