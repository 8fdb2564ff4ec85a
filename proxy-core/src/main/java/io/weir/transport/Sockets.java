package io.weir.transport;

import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannelConfig;

/** Gives sockets their options. */
final class Sockets {

    private Sockets() {}

    /** Sets what a connection needs whichever side it is on. Before its first read. */
    static void prepare(PeerChannel channel, SocketSettings settings) {
        SocketChannelConfig config = channel.config();
        config.setAutoRead(false);
        config.setAllowHalfClosure(true);
        config.setTcpNoDelay(true);
        config.setKeepAlive(true);
        // One buffer at a time is written, so writability by Netty's count has no meaning here, and its events only
        // cost.
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE));
        if (settings.sendBuffer() > 0) {
            config.setSendBufferSize(settings.sendBuffer());
        }
        if (settings.receiveBuffer() > 0) {
            config.setReceiveBufferSize(settings.receiveBuffer());
        }
    }
}
