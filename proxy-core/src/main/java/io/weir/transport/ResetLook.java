package io.weir.transport;

import io.netty.channel.nio.NioIoOps;

/**
 * Looks whether the other side has reset a socket that nothing is read from. Made when a socket is first looked at, and confined to its event
 * loop.
 */
final class ResetLook {
    /*
     * The JDK does not watch a socket without interest, so a reset of one that is not read is not seen. To look for one costs two events: with
     * READ interest alone there is one when there are bytes, an end or a reset (LOOKING); then, for one more select, with CONNECT interest beside
     * it (CONFIRMING). The JDK reports CONNECT of a connected socket only with an error. The interest is on only while the socket is known to be
     * readable, and so for no longer than until the next event: alone it would be reported, and ignored, over and over.
     */

    private enum State {
        NONE,
        LOOKING,
        CONFIRMING
    }

    private final PeerChannel channel;
    private State state = State.NONE;

    ResetLook(PeerChannel channel) {
        this.channel = channel;
    }

    boolean isOn() {
        assert channel.isConfined();
        return state != State.NONE;
    }

    /** Begins to look, unless it does already. READ interest must be off. */
    void begin() {
        assert channel.isConfined();
        if (state == State.NONE) {
            state = State.LOOKING;
            channel.interest(NioIoOps.READ, true);
        }
    }

    /** Whether an event of {@code ops} tells of a reset. */
    boolean hasFound(NioIoOps ops) {
        assert channel.isConfined();
        return state == State.CONFIRMING && ops.contains(NioIoOps.CONNECT);
    }

    /** The socket has reported {@code ops}, and no reset: takes the next step. */
    void goOn(NioIoOps ops) {
        assert channel.isConfined();
        if (state == State.CONFIRMING) {
            channel.clearReadInterest();
        } else if (ops.contains(NioIoOps.READ)) {
            state = State.CONFIRMING;
            channel.interest(NioIoOps.CONNECT, true);
        }
    }

    /** Ends the look, and leaves READ interest on. */
    void end() {
        assert channel.isConfined();
        if (state == State.CONFIRMING) {
            channel.interest(NioIoOps.CONNECT, false);
        }
        state = State.NONE;
    }
}
