package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.SinkEvents;
import io.weir.connection.SourceEvents;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom a connection tells its events when no session is interested any more. */
enum NoEvents implements ConnectionEvents, SourceEvents, SinkEvents {
    NONE;

    private static final Logger LOG = LoggerFactory.getLogger(NoEvents.class);

    @Override
    public int readLimit() {
        return 0;
    }

    @Override
    public InetAddress client() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void prime(ByteBuf buffer) {}

    @Override
    public void onBytes(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    public void onWaitBegin() {}

    @Override
    public void onWaitEnd() {}

    @Override
    public void onStirred(byte first) {}

    @Override
    public void onEnd() {}

    @Override
    public void onWriteFailed() {}

    @Override
    public void onDrained() {}

    @Override
    public void onRoomy() {}

    @Override
    public void onEvicted() {}

    @Override
    public void onClosed() {}

    @Override
    public void onBug(Throwable cause) {
        LOG.error("event=bug session=none", cause);
    }
}
