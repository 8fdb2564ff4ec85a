package io.weir.socket;

/**
 * What a socket is asked to be, and what that may cost.
 *
 * @param index how many times the largest size was halved; a larger index never costs more
 * @param sendBuffer bytes asked for as send buffer; 0 leaves it to the kernel
 * @param receiveBuffer bytes asked for as receive buffer; 0 leaves it to the kernel
 */
public record SocketSize(int index, int sendBuffer, int receiveBuffer) {
    /*
     * The charge of Linux (6.18, measured in a control group, see docs/adr/0010-socket-memory.md and 0024-backlog.md) for a
     * socket whose peer does not read, and that is written to within its room: the send buffer, which is twice what was asked
     * for, one small segment more, in whole pages. The charge for a socket that is not read, accepted or not: the receive buffer,
     * which is twice what was asked for, and a sixteenth of that for the segment that Linux takes before it finds the buffer full,
     * each in whole pages. Never less than the least that the kernel gives.
     */

    /** Less is not worth asking for: it costs as many pages. */
    static final int LEAST_SEND = 2944;

    /** As {@link #LEAST_SEND}; and half of it makes a segment, each of which is a turn of the event loop. */
    static final int LEAST_RECEIVE = 2048;

    private static final int PAGE = 4096;
    private static final int SMALL_SEGMENT = 2304;
    private static final int ASKED_PER_SEGMENT = 8;

    /** The size after {@code index} times halving the largest. */
    static SocketSize of(int index, SocketSettings most) {
        return new SocketSize(
                index,
                halved(most.sendBuffer(), index, LEAST_SEND),
                halved(most.receiveBuffer(), index, LEAST_RECEIVE));
    }

    /** Whether halving once more changes nothing. */
    boolean isLeast() {
        return sendBuffer <= LEAST_SEND && receiveBuffer <= LEAST_RECEIVE;
    }

    /** The most that the kernel charges for both buffers of the socket; nothing for those left to the kernel. */
    long bytes() {
        long send = sendBuffer == 0 ? 0 : pages(2L * sendBuffer + SMALL_SEGMENT);
        return send + receivedBytes();
    }

    /** The most that the kernel charges for one receive buffer, that of a connection in a backlog included; 0 if left to the kernel. */
    long receivedBytes() {
        return receiveBuffer == 0 ? 0 : pages(2L * receiveBuffer) + pages(receiveBuffer / ASKED_PER_SEGMENT);
    }

    private static int halved(int most, int times, int least) {
        return most == 0 ? 0 : Math.max(Math.min(most, least), most >> times);
    }

    private static long pages(long bytes) {
        return (bytes + PAGE - 1) / PAGE * PAGE;
    }
}
