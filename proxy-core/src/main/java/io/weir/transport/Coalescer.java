package io.weir.transport;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Has the kernel put together what is written to the sockets of a loop that bulk goes through, for as long as it does. Confined to
 * its loop.
 */
final class Coalescer {
    /*
     * A proxy's sockets send at once what they are given (TCP_NODELAY). In bulk each buffer is then a packet, or a train of packets with
     * a short one at its end, and each wakes up who reads it. Nagle's algorithm (RFC 9293 3.7.4) holds a short one back while another is
     * on its way, until there is enough for a full one.
     *
     * What it holds back must not wait for an acknowledgement that the other side is in no hurry to send. So it is on for a socket only
     * while the socket is given a large piece in each turn of the loop: the second of them in a row turns it on, and the end of the
     * first turn without one turns it off, on which the kernel sends what it has. The loop does not wait for events meanwhile (see
     * TrafficLoop): a byte goes out when others have filled its packet, or after the sockets that are ready have been served once more.
     */

    // A member that has been given nothing yet has been so in turn 0, which must not be the one before.
    private static final int FIRST_TURN = 2;

    private final EventExecutor loop;
    private final List<Member> members = new ArrayList<>();
    private final Predicate<Member> paused = this::hasPaused;
    private long turn = FIRST_TURN;

    /** Puts together what is written to the sockets of {@code loop}. */
    Coalescer(EventExecutor loop) {
        this.loop = loop;
    }

    /** A socket that may hold back what it is given. */
    interface Member {

        /** Whether it was given a large piece in that turn. */
        boolean isBulkOf(long turn);

        /** Sends what has been held back, and from now on all that comes, at once. */
        void sendAtOnce();
    }

    /** Whether there is a member. */
    boolean isHolding() {
        return !members.isEmpty();
    }

    /** The number of this turn of the loop. */
    long turn() {
        assert loop.inEventLoop();
        return turn;
    }

    /** Takes one who may hold back from now on, until it is told otherwise. */
    void add(Member member) {
        assert loop.inEventLoop();
        members.add(member);
    }

    /** All sockets that were ready have been served. */
    void endTurn() {
        assert loop.inEventLoop();
        members.removeIf(paused);
        turn++;
    }

    private boolean hasPaused(Member member) {
        if (member.isBulkOf(turn)) {
            return false;
        }
        member.sendAtOnce();
        return true;
    }
}
