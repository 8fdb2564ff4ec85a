package io.weir.conformance.server;

import io.weir.conformance.wire.Latin1;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay between a proxy and a server that keeps every byte of both. A thread for each flow. */
public final class Tap implements AutoCloseable {

    private final ServerSocket listener;
    private final int serverPort;
    private final List<Wire> wires = new CopyOnWriteArrayList<>();

    /** Listens on a port of the loopback, and relays to another. */
    public Tap(int port, int serverPort) throws IOException {
        listener = new ServerSocket(port, 128, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        start("tap", this::accept);
    }

    /** The connections that were made, in order. */
    public List<Wire> wires() {
        return wires;
    }

    /** How many connections are open. */
    public long open() {
        return wires.stream().filter(Wire::isOpen).count();
    }

    /** Forgets the connections that are closed: soon others may have their ports. */
    public void forgetClosed() {
        wires.removeIf(wire -> !wire.isOpen());
    }

    /** Closes all connections and forgets them. */
    public void reset() {
        wires.forEach(Wire::close);
        wires.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket fromProxy = listener.accept();
                try {
                    wires.add(new Wire(fromProxy, new Socket(InetAddress.getLoopbackAddress(), serverPort)));
                } catch (IOException e) {
                    fromProxy.close();
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }

    static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** One back connection. */
    @SuppressWarnings("JdkObsolete") // StringBuffer: the relays write, and others read.
    public static final class Wire {

        private final Socket fromProxy;
        private final Socket toServer;
        private final StringBuffer requests = new StringBuffer();
        private final StringBuffer responses = new StringBuffer();

        Wire(Socket fromProxy, Socket toServer) throws IOException {
            this.fromProxy = fromProxy;
            this.toServer = toServer;
            fromProxy.setTcpNoDelay(true);
            toServer.setTcpNoDelay(true);
            start("requests", () -> relay(fromProxy, toServer, requests));
            start("responses", () -> relay(toServer, fromProxy, responses));
        }

        /** The bytes that the proxy has sent. */
        public String requests() {
            return requests.toString();
        }

        /** The bytes that the server has sent. */
        public String responses() {
            return responses.toString();
        }

        /** The port that the server sees. */
        public int port() {
            return toServer.getLocalPort();
        }

        /** Whether neither side has closed it. */
        public boolean isOpen() {
            return !fromProxy.isClosed() && !toServer.isClosed();
        }

        // Kept before it is passed on, so that what a server has answered is there.
        private void relay(Socket from, Socket to, StringBuffer kept) {
            byte[] buffer = new byte[65536];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    kept.append(Latin1.text(buffer, count));
                    out.write(buffer, 0, count);
                }
            } catch (IOException e) {
                // The end, like a FIN.
            }
            close();
        }

        private void close() {
            try {
                fromProxy.close();
                toServer.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
