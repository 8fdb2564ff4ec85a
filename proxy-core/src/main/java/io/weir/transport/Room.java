package io.weir.transport;

/** The bytes that a socket is sure to take without stalling. Pure arithmetic, confined to one event loop. */
final class Room {
    /*
     * A socket takes bytes without stalling as long as the kernel's send buffer has room, which Java cannot ask for. Two moments are
     * known: the send buffer of a new connection is empty, and a third of it is free when the socket polls writable. Each write is
     * charged, with the kernel's own overhead, against the room that was known to be there. When another buffer might not fit, only the
     * next "writable" makes the room sure again.
     *
     * The account is never below zero. A flow below the stall quota goes on writing without room, and asks for "writable" only once it is
     * above the quota: of a long download each byte is charged, and an account without a floor would pass the least int and come out with
     * 2 GB of room. A floor loses nothing, because onWritable() sets the account and does not add to it.
     */

    private static final int KERNEL_OVERHEAD_PER_WRITE = 2048;

    // A socket that polls writable takes so many bytes whatever else: the kernel fills the piece that it has begun.
    private static final int ALWAYS_TAKEN = 1024;

    // Part of the send buffer that is free when the kernel calls the socket writable; less progress is not reported.
    private static final int WRITABLE_PART = 3;

    // Part of the send buffer that is worth a read where a whole buffer has no room.
    private static final int LEAST_PART = 8;

    private final int sendBuffer;
    private final int least;
    private int account;

    /**
     * The room of a new socket.
     *
     * @param sendBuffer bytes of the kernel's send buffer
     * @param bufferSize bytes of a buffer of the pool
     */
    Room(int sendBuffer, int bufferSize) {
        this.sendBuffer = sendBuffer;
        least = Math.min(bufferSize, Math.max(ALWAYS_TAKEN, sendBuffer / LEAST_PART));
        account = atLeast(sendBuffer / 2);
    }

    /** Charges a write of so many bytes. */
    void write(int bytes) {
        account = Math.max(0, account - bytes - KERNEL_OVERHEAD_PER_WRITE);
    }

    /** The kernel has reported the socket writable. */
    void onWritable() {
        account = atLeast(sendBuffer / (2 * WRITABLE_PART));
    }

    /** Bytes that the next write may have and is sure to be taken; 0 if so few that they are not worth a read. */
    int bytes() {
        int sure = account - KERNEL_OVERHEAD_PER_WRITE;
        return sure >= least ? sure : 0;
    }

    /** Bytes that the other side may take before the kernel reports any progress. */
    int unseenBytes() {
        return sendBuffer / WRITABLE_PART;
    }

    private int atLeast(int bytes) {
        return Math.max(bytes, least + KERNEL_OVERHEAD_PER_WRITE);
    }
}
