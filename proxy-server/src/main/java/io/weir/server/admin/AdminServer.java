package io.weir.server.admin;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.weir.server.config.AdminSettings;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The admin listener: few connections, short requests, one event loop, and no buffer of the pool. It listens on an address, on a Unix socket, or on both.
 * Writes are done on a thread of their own, and long pages are rendered on another. Safe for use by any thread.
 */
public final class AdminServer implements AutoCloseable {

    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("weir-admin", true), NioIoHandler.newFactory());
    private final Refusals refusals = new Refusals();
    private final Audit audit = new Audit(Ticker.SYSTEM);
    private final Writes writes = new Writes(new DefaultThreadFactory("weir-admin-write", true), audit, Ticker.SYSTEM);
    private final Renderings renderings = new Renderings(new DefaultThreadFactory("weir-admin-page", true));
    private final AtomicReference<Access> access;
    private final Gate gate;
    private final List<AdminListener> listeners = new ArrayList<>();
    private Optional<SocketFile> socketFile = Optional.empty();

    private AdminServer(AdminSettings settings, AdminView view) {
        access = new AtomicReference<>(new Access(settings));
        gate = new Gate(access::get, new Pages(view, writes::paths), writes);
    }

    /**
     * Begins to listen.
     *
     * @param bind the address; empty for none
     * @param settings with the path of the Unix socket, if there is to be one
     * @param most connections at the same time, {@link AdminConnections#MOST} or fewer
     * @throws IOException if the address or the socket cannot be had
     */
    public static AdminServer start(Optional<InetSocketAddress> bind, AdminSettings settings, AdminView view, int most)
            throws IOException {
        AdminServer server = new AdminServer(settings, view);
        try {
            int ofSocket = settings.socket().isPresent() ? AdminConnections.ofSocket(most) : 0;
            if (bind.isPresent()) {
                server.listen(bind.get(), most - ofSocket);
            }
            if (settings.socket().isPresent()) {
                server.listen(settings.socket().get(), ofSocket);
            }
            return server;
        } catch (IOException cannotListen) {
            server.close();
            throw cannotListen;
        }
    }

    private void listen(InetSocketAddress bind, int most) throws IOException {
        listeners.add(AdminListener.bind(loop, bind, port(Peer.Way.NETWORK), new AdminConnections(most)));
    }

    private void listen(Path socket, int most) throws IOException {
        try {
            socketFile = Optional.of(SocketFile.listen(
                    socket,
                    path -> listeners.add(
                            AdminListener.bind(loop, path, port(Peer.Way.SOCKET), new AdminConnections(most)))));
        } catch (IOException cannotListen) {
            throw new SocketException(socket, cannotListen);
        }
    }

    private AdminPort port(Peer.Way way) {
        return new AdminPort(way, gate, writes, renderings, audit, refusals);
    }

    /**
     * Adds something that callers can have changed.
     *
     * @throws IllegalArgumentException if its path is taken, by another write or by a page
     */
    public void register(Write write) {
        writes.register(write);
    }

    /**
     * Puts other names, tokens and open pages in the place of those that hold, all at once. A request whose head has come in is judged by what held then.
     * The socket stays.
     */
    public void replace(AdminSettings settings) {
        access.set(new Access(settings));
    }

    /** Where it listens, with the real port; empty if it has no address. */
    public Optional<InetSocketAddress> address() {
        return listeners.stream()
                .map(AdminListener::address)
                .filter(InetSocketAddress.class::isInstance)
                .map(InetSocketAddress.class::cast)
                .findFirst();
    }

    /** How often requests were refused, by reason. */
    public Map<String, LongSupplier> refusals() {
        return refusals.byWord();
    }

    /** Waits up to 10 s for a write that is under way. Not to be called by a write. */
    @Override
    public void close() {
        socketFile.ifPresent(SocketFile::close);
        listeners.forEach(AdminListener::stopAccepting);
        writes.close();
        renderings.close();
        for (AdminListener listener : listeners) {
            loop.submit(listener::closeAll).awaitUninterruptibly();
        }
        // Bytes of a closed connection are released by a later task, which a loop that ends may not run.
        loop.submit(() -> {}).awaitUninterruptibly();
        loop.shutdownGracefully(0, LONGEST_STOP.toSeconds(), TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** The Unix socket cannot be had; the message names it. */
    public static final class SocketException extends IOException {

        private static final long serialVersionUID = 1;

        SocketException(Path socket, IOException cause) {
            super(socket + ": " + cause.getMessage(), cause);
        }
    }
}
