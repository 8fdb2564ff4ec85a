package io.weir.connection;

import io.netty.buffer.ByteBuf;

/** What happens on a back connection of which nothing is expected, because no exchange runs on it: whatever it is ends it. */
public interface IdleEvents extends ConnectionEvents, SourceEvents, SinkEvents {

    /** The server has sent bytes that answer no request. {@link #onOver()} follows. */
    void onUnsolicited();

    /** The connection is of no use any more. */
    void onOver();

    @Override
    default int readLimit() {
        return 0;
    }

    @Override
    default void prime(ByteBuf buffer) {}

    @Override
    default void onStirred(byte first) {
        onUnsolicited();
        onOver();
    }

    @Override
    default void onBytes(ByteBuf buffer) {
        buffer.release();
        onUnsolicited();
        onOver();
    }

    @Override
    default void onBuffer(ByteBuf buffer) {
        buffer.release();
    }

    @Override
    default void onWaitBegin() {}

    @Override
    default void onWaitEnd() {}

    @Override
    default void onEnd() {
        onOver();
    }

    @Override
    default void onWriteFailed() {
        onOver();
    }

    @Override
    default void onDrained() {}

    @Override
    default void onRoomy() {}

    @Override
    default void onEvicted() {
        onOver();
    }

    @Override
    default void onClosed() {
        onOver();
    }
}
