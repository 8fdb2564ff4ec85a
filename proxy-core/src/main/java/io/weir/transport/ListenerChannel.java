package io.weir.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A listening socket that accepts only who is admitted. */
final class ListenerChannel extends NioServerSocketChannel {

    private final Admission admission;
    private volatile int receiveBuffer;

    ListenerChannel(Admission admission) {
        this.admission = admission;
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
    protected int doReadMessages(List<Object> accepted) throws IOException {
        if (!admission.enter(this)) {
            config().setAutoRead(false);
            return 0;
        }
        SocketChannel socket = null;
        try {
            socket = javaChannel().accept();
        } finally {
            if (socket == null) {
                admission.leave();
            }
        }
        if (socket == null) {
            return 0;
        }
        Channel channel = new PeerChannel(this, socket);
        channel.closeFuture().addListener(closed -> admission.leave());
        accepted.add(channel);
        return 1;
    }
}
