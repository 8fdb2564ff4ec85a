package io.weir.transport;

import io.weir.socket.BackCount;

/**
 * The place of a back connection in the count of all, from its opening until its socket is closed, on whichever way that comes. Confined to
 * the event loop of the connection.
 */
final class BackPlace implements Runnable {

    private enum State {
        IN_USE,
        IDLE,
        CLOSED
    }

    private final BackCount count;
    private State state = State.IN_USE;

    /** The place of a connection that has been counted by {@link BackCount#open()}. It ends when {@code channel} is closed. */
    BackPlace(BackCount count, PeerChannel channel) {
        this.count = count;
        channel.closeActions().onClose(this);
    }

    /** Makes it idle, unless it is closed or too many are. Returns whether it did. */
    boolean tryIdle() {
        boolean isIdle = state == State.IN_USE && count.tryIdle();
        if (isIdle) {
            state = State.IDLE;
        }
        return isIdle;
    }

    /** Takes it into use, if it is idle. Returns how many are in use then; 0 if it is closed. */
    int use() {
        if (state != State.IDLE) {
            return 0;
        }
        state = State.IN_USE;
        return count.use();
    }

    /** The socket has been closed. */
    @Override
    public void run() {
        State last = state;
        state = State.CLOSED;
        switch (last) {
            case IN_USE -> count.closeUsed();
            case IDLE -> count.closeIdle();
            case CLOSED -> {}
        }
    }
}
