package io.weir.socket;

/**
 * Socket options of front and back connections. The kernel's buffers are memory too: unset they grow to megabytes each.
 *
 * @param sendBuffer most bytes asked for as send buffer of a socket (Linux keeps twice that, for its own overhead); 0 leaves it to
 *     the kernel
 * @param receiveBuffer most bytes asked for as receive buffer of a socket; 0 leaves it to the kernel
 * @param backlog connections of each listener that the kernel keeps until they are accepted; the more, the smaller is the receive
 *     buffer of each
 * @param memory most bytes that the kernel's buffers of all sockets may take, accepted or in a backlog, those left to the kernel not
 *     included: the more connections are open, the smaller the socket of the next one is, see {@link SocketBudget}
 * @param reusePort whether other processes of this user may listen on the same addresses ({@code SO_REUSEPORT}), so that a new process is there before the
 *     old one stops
 */
public record SocketSettings(int sendBuffer, int receiveBuffer, int backlog, long memory, boolean reusePort) {

    /** The socket options of a proxy for which none are given: 100 Mbit/s at a round trip of 50 ms, and 512 MiB for all. */
    public static final SocketSettings DEFAULT = new SocketSettings(384 * 1024, 640 * 1024, 64, 512L << 20, false);

    public SocketSettings {
        require("sendBuffer", sendBuffer, 0);
        require("receiveBuffer", receiveBuffer, 0);
        require("backlog", backlog, 1);
        require("memory", memory, 1);
    }

    /** The same with another bound of the memory of all sockets. */
    public SocketSettings withMemory(long other) {
        return new SocketSettings(sendBuffer, receiveBuffer, backlog, other, reusePort);
    }

    /** The same with another backlog. */
    public SocketSettings withBacklog(int other) {
        return new SocketSettings(sendBuffer, receiveBuffer, other, memory, reusePort);
    }

    /** The same with other sizes. */
    public SocketSettings withBuffers(int send, int receive) {
        return new SocketSettings(send, receive, backlog, memory, reusePort);
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
