package io.weir.session;

import io.weir.connection.Connector;
import io.weir.exchange.Exchanges;
import io.weir.exchange.Generation;
import io.weir.exchange.Listener;
import io.weir.exchange.LoopResources;
import io.weir.reason.Ending;
import io.weir.time.Timer;
import java.time.Duration;

/** The sessions of one event loop, and what they share. Confined to that loop. */
public final class SessionLoop {

    // Time in a drain for a client to begin a request, from its last response or from the moment it was accepted: it
    // does not know of the drain.
    static final Duration LAST_CALL = Duration.ofSeconds(1);

    // A look is several system calls. Thousands at once would hold up the sessions that have something to read.
    private static final int LOOK_PARTS = 40;
    private static final int LEAST_LOOKS_AT_ONCE = 64;
    private static final Duration LOOK_PAUSE = Duration.ofMillis(100);

    final LoopResources resources;
    final Connector connector;
    final SessionObserver observer;
    final Http1Codec http1;
    final Http1Backs backs;
    final Exchanges exchanges;

    private final Fronts sessions = new Fronts();
    private final Timer nextLooks;
    private int notLookedAt;
    private int looksAtOnce;
    private boolean draining;

    /**
     * A loop without sessions, whose exchanges reach their servers by this connector.
     *
     * @param editBytes how many bytes longer the edits of a route make a head at most
     * @param fields most field lines of a head
     * @param observer hears of sessions; that of {@code resources} hears of their exchanges
     */
    public SessionLoop(
            LoopResources resources, Connector connector, int editBytes, int fields, SessionObserver observer) {
        this.resources = resources;
        this.connector = connector;
        this.observer = observer;
        http1 = new Http1Codec(resources.pool().limits().size(), editBytes, fields);
        backs = new Http1Backs(resources, connector, http1);
        exchanges = new Exchanges(resources, backs);
        nextLooks = resources.scheduler().timer(this::lookAtSome);
    }

    /** Tells every session of this loop that it is to end soon, those to come included: {@link Front#drain()}. */
    public void drain() {
        draining = true;
        sessions.copy().forEach(Front::drain);
    }

    /** Tells the sessions of {@code listener}, which has ended, that they are to end soon. */
    public void drain(Listener listener) {
        sessions.copy().stream().filter(session -> session.isOf(listener)).forEach(Front::drain);
    }

    /** Cuts the exchanges and tunnels short that have taken {@code generation}. Returns how many were broken off. */
    public int cutShort(Generation generation, Ending reason) {
        int brokenOff = 0;
        for (Front session : sessions.copy()) {
            brokenOff += session.isOn(generation) && session.cutShort(reason) ? 1 : 0;
        }
        return brokenOff;
    }

    /** Closes connections that sessions keep to servers which the present configuration does not have. */
    public void leaveServers() {
        sessions.copy().forEach(Front::leaveServer);
    }

    /** Leaves so much room for heads to grow from now on: to be called before routes whose edits need it are current. */
    public void leaveRoomForEdits(int editBytes) {
        http1.leaveRoomForEdits(editBytes);
    }

    boolean isDraining() {
        return draining;
    }

    /** Looks which clients have broken off whose sessions are not reading: in parts, over some seconds, if they are many. */
    public void lookForResets() {
        if (!nextLooks.isArmed()) {
            notLookedAt = sessions.size();
            looksAtOnce = Math.max(LEAST_LOOKS_AT_ONCE, sessions.size() / LOOK_PARTS);
            lookAtSome();
        }
    }

    private void lookAtSome() {
        notLookedAt = sessions.eachBelow(notLookedAt, looksAtOnce, Front::lookForReset);
        if (notLookedAt > 0) {
            nextLooks.arm(LOOK_PAUSE);
        }
    }

    /** Cuts every session of this loop short, after {@link #drain()}. Returns how many exchanges were broken off. */
    public int cutShort(Ending reason) {
        int brokenOff = 0;
        for (Front session : sessions.copy()) {
            brokenOff += session.cutShort(reason) ? 1 : 0;
        }
        return brokenOff;
    }

    /** Ends every session of this loop. */
    public void abort(Ending reason) {
        sessions.copy().forEach(session -> session.abort(reason));
    }

    /** How many sessions live on this loop. */
    public int sessions() {
        return sessions.size();
    }

    void enter(Front session) {
        sessions.add(session);
    }

    void leave(Front session) {
        sessions.remove(session);
    }
}
