package io.weir.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listening socket that accepts a client only if it is admitted, and stops while the kernel has no descriptor for one. */
final class ListenerChannel extends NioServerSocketChannel {

    /** Takes the next client out of a backlog, or null if there is none. */
    @FunctionalInterface
    interface Accepter {
        @Nullable
        SocketChannel accept(ServerSocketChannel from) throws IOException;
    }

    private final Admission admission;
    private final Backlog backlog;
    private final Accepter accepter;

    ListenerChannel(Admission admission, Backlog backlog) {
        this(admission, backlog, ServerSocketChannel::accept);
    }

    ListenerChannel(Admission admission, Backlog backlog, Accepter accepter) {
        this.admission = admission;
        this.backlog = backlog;
        this.accepter = accepter;
    }

    /** Accepts again. May be called on any thread. */
    void resume() {
        eventLoop().execute(() -> config().setAutoRead(true));
    }

    /** Gives connections that are completed from now on the receive buffer of this size. May be called on any thread. */
    void fit(SocketSize size) {
        if (size.receiveBuffer() == 0) {
            return;
        }
        try {
            config().setReceiveBufferSize(size.receiveBuffer());
        } catch (ChannelException closed) {
            // A closed listener completes no connections.
        }
    }

    // The size comes before the kernel listens: the window scale that clients are offered follows from it.
    @Override
    protected void doBind(SocketAddress address) throws Exception {
        backlog.add(this);
        super.doBind(address);
    }

    @Override
    protected void doClose() throws Exception {
        backlog.remove(this);
        super.doClose();
    }

    @Override
    protected int doReadMessages(List<Object> accepted) {
        if (!admission.enter(this)) {
            config().setAutoRead(false);
            return 0;
        }
        try {
            backlog.fit();
            return accept(accepted);
        } catch (IOException | ChannelException e) {
            // Closes admission: the client stays in the backlog, and would be reported without end.
            admission.withdraw(this, e);
            return 0;
        } catch (RuntimeException bug) {
            admission.leave();
            throw bug;
        }
    }

    private int accept(List<Object> accepted) throws IOException {
        SocketChannel socket = accepter.accept(javaChannel());
        if (socket == null) {
            admission.leave();
            return 0;
        }
        accepted.add(channel(socket));
        return 1;
    }

    private Channel channel(SocketChannel socket) throws IOException {
        try {
            Channel channel = new PeerChannel(this, socket);
            channel.closeFuture().addListener(closed -> admission.leave());
            return channel;
        } catch (ChannelException e) {
            socket.close();
            throw e;
        }
    }
}
