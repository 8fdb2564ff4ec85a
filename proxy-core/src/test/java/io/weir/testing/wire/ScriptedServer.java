package io.weir.testing.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that hands each connection to the test, or runs a script on each. */
public final class ScriptedServer implements AutoCloseable {

    /** What is done on a connection. That it breaks off is no error here: what the client makes of it is tested. */
    @FunctionalInterface
    public interface Script {
        void run(ScriptedConnection connection) throws IOException;
    }

    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final AtomicInteger accepted = new AtomicInteger();
    private final BlockingQueue<ScriptedConnection> waiting = new LinkedBlockingQueue<>();
    private final List<ScriptedConnection> open = new ArrayList<>(); // guarded by itself
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    private ScriptedServer(ServerSocket listener) {
        this.listener = listener;
    }

    /** A server whose connections the test takes by {@link #accept()}. */
    static ScriptedServer manual(int receiveBuffer) throws IOException {
        ScriptedServer server = new ScriptedServer(listen(receiveBuffer));
        start("server", () -> server.acceptAll(server.waiting::add));
        return server;
    }

    /** A server that runs {@code script} on each connection and then closes it. */
    static ScriptedServer running(Script script, int receiveBuffer) throws IOException {
        ScriptedServer server = new ScriptedServer(listen(receiveBuffer));
        start("server", () -> server.acceptAll(connection -> start("script", () -> server.run(script, connection))));
        return server;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** The next connection, in the order in which they were accepted. */
    public ScriptedConnection accept() throws IOException {
        try {
            ScriptedConnection connection = waiting.poll(Patience.SECONDS, TimeUnit.SECONDS);
            if (connection == null) {
                throw new AssertionError("nobody has connected");
            }
            return connection;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** How many connections there have been. */
    public int connections() {
        return accepted.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        List<ScriptedConnection> left;
        synchronized (open) {
            left = List.copyOf(open);
        }
        for (ScriptedConnection connection : left) {
            connection.close();
        }
        Throwable failure = failures.poll();
        if (failure != null) {
            throw new AssertionError("a server's script failed", failure);
        }
    }

    private static ServerSocket listen(int receiveBuffer) throws IOException {
        ServerSocket listener = new ServerSocket();
        if (receiveBuffer > 0) {
            listener.setReceiveBufferSize(receiveBuffer);
        }
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        return listener;
    }

    private void acceptAll(java.util.function.Consumer<ScriptedConnection> taker) {
        try {
            for (; ; ) {
                Socket socket = listener.accept();
                ScriptedConnection connection = new ScriptedConnection(socket);
                keep(connection);
                accepted.incrementAndGet();
                taker.accept(connection);
            }
        } catch (SocketException e) {
            // Closed: the test is over.
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }

    // One accepted in the moment of the close is closed as well: a proxy may wait for it.
    private void keep(ScriptedConnection connection) throws IOException {
        synchronized (open) {
            open.add(connection);
            if (listener.isClosed()) {
                connection.close();
            }
        }
    }

    private void run(Script script, ScriptedConnection connection) {
        try (connection) {
            script.run(connection);
        } catch (IOException e) {
            // The client's side of the test tells whether that was right.
        } catch (RuntimeException | AssertionError e) {
            failures.add(e);
        } finally {
            synchronized (open) {
                open.remove(connection);
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }
}
