package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.connection.Look;
import java.nio.charset.StandardCharsets;

/** What the kernel would hold for the reader of a {@link FakeConnection}: bytes that have arrived, their end, a reset. */
final class FakeInput {

    private String bytes = "";
    private boolean hasEnded;
    private boolean isReset;

    void arrive(String more) {
        bytes += more;
    }

    void end() {
        hasEnded = true;
    }

    void reset() {
        isReset = true;
    }

    /** Drops what has arrived and was not read. */
    void forget() {
        bytes = "";
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    boolean hasEnded() {
        return hasEnded;
    }

    boolean isReset() {
        return isReset;
    }

    byte takeFirst() {
        byte first = (byte) bytes.charAt(0);
        bytes = bytes.substring(1);
        return first;
    }

    /** Reads what fits into a buffer, which it borrows, and no more than {@code limit} bytes. */
    void readInto(ByteBuf buffer, int limit) {
        int count = Math.min(Math.min(buffer.writableBytes(), limit), bytes.length());
        buffer.writeCharSequence(bytes.substring(0, count), StandardCharsets.ISO_8859_1);
        bytes = bytes.substring(count);
    }

    /** What a look finds, before it takes a byte. */
    Look look() {
        return !bytes.isEmpty() ? Look.BYTES : hasEnded || isReset ? Look.ENDED : Look.QUIET;
    }
}
