package io.weir.transport;

/**
 * Socket options of front and back connections. The kernel's buffers are memory too: unset they grow to megabytes each.
 *
 * @param sendBuffer bytes asked for as send buffer of each socket (Linux keeps twice that, for its own overhead); 0 leaves it to the kernel
 * @param receiveBuffer bytes asked for as receive buffer of each socket; 0 leaves it to the kernel
 * @param backlog connections that the kernel keeps until they are accepted
 */
public record SocketSettings(int sendBuffer, int receiveBuffer, int backlog) {

    /** The socket options of a proxy for which none are given. */
    public static final SocketSettings DEFAULT = new SocketSettings(128 * 1024, 128 * 1024, 1024);

    public SocketSettings {
        require("sendBuffer", sendBuffer, 0);
        require("receiveBuffer", receiveBuffer, 0);
        require("backlog", backlog, 1);
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
