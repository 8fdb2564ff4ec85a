package io.weir.exchange;

import io.weir.buffer.Parking;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Method and target of one exchange, kept for the log until it ends. Confined to the event loop of its session. */
final class KeptLine {
    /*
     * A client chooses how long its target is and how long its exchange lasts. So a session has FREE_BYTES for itself, which are part of
     * what each client counts with in the sum at start; a longer line is counted against the parking, and cut to FREE_BYTES where that is
     * too full. The array of a short line stays with the session, so that an ordinary exchange allocates none.
     */

    /** Bytes of a line that every session may keep. */
    static final int FREE_BYTES = 256;

    /** Bytes of the longest line that is kept. */
    static final int MOST_BYTES = 2048;

    private static final byte[] NOTHING = {};

    private final Parking parking;
    private final int mostBytes;
    private byte[] bytes = NOTHING;
    private byte[] spare = NOTHING;
    private int methodLength;
    private int length;
    private int parked;

    /** Lines whose bytes beyond {@link #FREE_BYTES} are counted against {@code parking}, and that are cut at {@code mostBytes}. */
    KeptLine(Parking parking, int mostBytes) {
        this.parking = parking;
        this.mostBytes = mostBytes;
    }

    /** Keeps method and target, which lie in {@code line}, in place of those before. Borrows it. */
    void keep(ByteBuffer line, int methodStart, int methodEnd, int targetStart, int targetEnd) {
        drop();
        int wanted = Math.min(methodEnd - methodStart + targetEnd - targetStart, mostBytes);
        length = reserve(wanted);
        methodLength = Math.min(methodEnd - methodStart, length);
        line.get(methodStart, bytes, 0, methodLength);
        line.get(targetStart, bytes, methodLength, length - methodLength);
    }

    // Returns how many bytes may be kept, and has an array for them.
    private int reserve(int wanted) {
        if (wanted > FREE_BYTES && parking.enterLine(wanted)) {
            parked = wanted;
            bytes = new byte[wanted];
            return wanted;
        }
        int free = Math.min(wanted, FREE_BYTES);
        if (spare.length < free) {
            spare = new byte[free];
        }
        bytes = spare;
        return free;
    }

    /** The method as received, up to where the line is cut; empty if no line is kept. */
    String method() {
        return text(0, methodLength);
    }

    /** The target as received, up to where the line is cut; empty if no line is kept. */
    String target() {
        return text(methodLength, length);
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Keeps no line any more. */
    void drop() {
        if (parked > 0) {
            parking.leaveLine(parked);
            parked = 0;
        }
        bytes = NOTHING;
        methodLength = 0;
        length = 0;
    }
}
