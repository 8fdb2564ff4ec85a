package io.weir.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
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
    private final Accepter accepter;
    private volatile int receiveBuffer;

    ListenerChannel(Admission admission) {
        this(admission, ServerSocketChannel::accept);
    }

    ListenerChannel(Admission admission, Accepter accepter) {
        this.admission = admission;
        this.accepter = accepter;
    }

    /** Accepts again. May be called on any thread. */
    void resume() {
        eventLoop().execute(() -> config().setAutoRead(true));
    }

    /** Gives whom it will accept from now on the receive buffer of this size from their first packet on. On any thread. */
    void fit(SocketSize size) {
        int wanted = size.receiveBuffer();
        if (wanted == receiveBuffer || wanted == 0) {
            return;
        }
        receiveBuffer = wanted;
        try {
            config().setReceiveBufferSize(wanted);
        } catch (ChannelException closed) {
            // It accepts nobody any more.
        }
    }

    @Override
    protected int doReadMessages(List<Object> accepted) {
        if (!admission.enter(this)) {
            config().setAutoRead(false);
            return 0;
        }
        try {
            return accept(accepted);
        } catch (IOException | ChannelException e) {
            // Closes admission: the client stays in the backlog, and would be reported without end.
            admission.withdraw(this, e);
            return 0;
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
