package io.weir.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that cannot take a free one themselves and tell which. */
final class Ports {

    // Below those that the kernel gives to outgoing connections, so that only another server can be faster.
    private static final int FIRST = 10_240;
    private static final int LAST = 32_767;

    private Ports() {}

    /** A port of the loopback interface at which nobody listens at the moment. */
    static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            if (isFree(port)) {
                return port;
            }
        }
    }

    /**
     * A port of the loopback interface that the kernel gives to no other program, because it is bound to this socket, which does not listen:
     * when Weir has stopped to listen there, nobody does.
     */
    static Socket held() throws IOException {
        Socket holder = new Socket();
        holder.setReuseAddress(true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return holder;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
