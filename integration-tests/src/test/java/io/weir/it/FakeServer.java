package io.weir.it;

import io.weir.kit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server that does with each connection what the test says, in a thread for each. */
final class FakeServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    /** What it does with a connection. It may end by an I/O exception: the other side may go away. */
    @FunctionalInterface
    interface Conversation {
        void with(Wire client) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Conversation conversation;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();

    private FakeServer(ServerSocket listener, Conversation conversation) {
        this.listener = listener;
        this.conversation = conversation;
    }

    static FakeServer start(Conversation conversation) throws IOException {
        return start(64 * 1024, conversation);
    }

    /** A server whose kernel takes about so many bytes that nobody reads. */
    static FakeServer start(int receiveBuffer, Conversation conversation) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReceiveBufferSize(receiveBuffer);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        FakeServer server = new FakeServer(listener, conversation);
        thread("accept", server::acceptAll);
        return server;
    }

    /** A server that gives each request an answer that tells its target. */
    static FakeServer thatTellsTargets() throws IOException {
        return start(client -> {
            for (var head = client.readHead(); head.isPresent(); head = client.readHead()) {
                client.answer("this is " + head.get().target());
            }
        });
    }

    /** Where it listens, as a server's address in a configuration. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Ends all conversations. Fails if one of them failed otherwise than by the other side's doing. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        if (!bugs.isEmpty()) {
            throw new AssertionError("in a conversation", bugs.peek());
        }
    }

    private void acceptAll() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                thread("conversation", () -> converse(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            conversation.with(wire);
        } catch (IOException theOtherSideLeft) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
            bugs.add(bug);
        } finally {
            open.remove(socket);
        }
    }

    private static void thread(String name, Runnable task) {
        Thread thread = new Thread(task, "fake-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
