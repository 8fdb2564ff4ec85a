package io.weir.bench.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Ports that nobody listens on, below those that the kernel gives to outgoing connections. */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int AFTER_LAST = 32_000;

    private static final Random RANDOM = new Random();

    private FreePorts() {}

    /** A free port of the loopback. */
    public static int next() {
        while (true) {
            int port = FIRST + RANDOM.nextInt(AFTER_LAST - FIRST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next one.
            }
        }
    }
}
