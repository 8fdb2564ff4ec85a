package io.weir.transport;

/** Recognizes bulk on one socket, and has the kernel put it together (see {@link Coalescer}). Confined to its event loop. */
final class Bulk implements Coalescer.Member {

    // Part of a buffer that is a large piece: one to be put together with those that follow.
    private static final int LARGE_PART = 2;

    private final WriteSide socket;
    private final Coalescer coalescer;
    private boolean coalesces;
    private long lastTurn;

    Bulk(WriteSide socket, Coalescer coalescer) {
        this.socket = socket;
        this.coalescer = coalescer;
    }

    /** Whether so many bytes, written at a time where a buffer holds {@code bufferSize}, are a large piece. */
    static boolean isLarge(int bytes, int bufferSize) {
        return bytes >= bufferSize / LARGE_PART;
    }

    /** A large piece is about to be written. The second in consecutive turns, and those that follow, may be held back by the kernel. */
    void onLargePiece() {
        long turn = coalescer.turn();
        if (!coalesces && turn - lastTurn == 1 && socket.sendAtOnce(false)) {
            coalesces = true;
            coalescer.add(this);
        }
        lastTurn = turn;
    }

    @Override
    public boolean isBulkOf(long turn) {
        return lastTurn == turn;
    }

    @Override
    public void sendAtOnce() {
        coalesces = false;
        socket.sendAtOnce(true);
    }
}
