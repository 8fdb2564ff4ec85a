package io.weir.session;

import io.weir.backend.Backend;
import io.weir.backend.NoServer;
import io.weir.backend.Placement;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;
import io.weir.backend.SlotWaiter;
import io.weir.proxyprotocol.ProxyHeader;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds an exchange its back connection: a slot of a server, then a connection to it; the next server if that fails. Confined
 * to the event loop of its session.
 */
final class Dispatch implements Connector.Client, SlotWaiter, Runnable {
    /*
     * A server is left for the next one only while not a byte of the request has been sent. Once sent, a request may have been
     * processed, and is never sent again.
     *
     * Belonging. A connection on which a client has logged in (NTLM, Negotiate) never serves anybody else: after its exchange it is not
     * given back to the connector but kept by the session, and the next exchange with that backend waits for that server and gets it.
     */

    /** Who needs the connection. */
    interface Owner {
        /** The connection is open. It holds a slot until {@link Dispatch#finish} or {@link Dispatch#abandon}. */
        void onBack(Peer back);

        /** There will be none. */
        void onNoBack(Reason reason);

        /** It will take a while: in line for a slot, or connecting. */
        void onMustWait();

        /** Who is told the events of the connection. */
        PeerEvents backEvents();

        /** Address that the client connected to. */
        InetSocketAddress calledAddress();

        /** Whether its exchanges may follow others on a connection: their protocol says where each ends. */
        boolean mayReuse();

        /** The back connection that belongs to the client alone, while it waits for the next exchange, if there was ever one. */
        @Nullable
        BoundBack boundBack();

        /** The place of the back connection that belongs to the client alone. Only where exchanges may follow others. */
        BoundBack bindBack();

        /** How long what may take. */
        Timeouts timeouts();
    }

    private static final int MAX_ATTEMPTS = 4;

    private final LoopServices loop;
    private final Owner owner;
    private final Timeline timeline;
    private final PhaseTimer phase;
    private final SlotTicket ticket;

    private @Nullable Destination destination;
    private @Nullable Server server;
    private Connector.@Nullable Opening opening;
    private @Nullable Peer back;
    private boolean loggedIn;
    private int attempts;
    private Reason lastFailure = Ending.NO_SERVER;
    private long sinceNanos;

    Dispatch(LoopServices loop, Owner owner, Timeline timeline, PhaseTimer phase) {
        this.loop = loop;
        this.owner = owner;
        this.timeline = timeline;
        this.phase = phase;
        ticket = new SlotTicket(this);
    }

    /** Begins to look for a connection. The outcome may come before this returns. */
    void begin(Destination target) {
        destination = target;
        timeline.chose(target.backend().name());
        ticket.reset();
        attempts = 0;
        lastFailure = Ending.NO_SERVER;
        BoundBack kept = owner.boundBack();
        if (kept != null) {
            kept.claim(target.backend(), ticket);
        }
        place(target);
    }

    /** The client logs the connection of this exchange in, or the server asks for that: from now on it belongs to this session. */
    void logIn() {
        loggedIn = true;
    }

    /** A phase of this search has taken too long. */
    void onExpired(Ending ending) {
        if (ending == Ending.CONNECT_TIMEOUT) {
            cancelOpening();
            failed(Ending.CONNECT_TIMEOUT);
        } else {
            abandon();
            owner.onNoBack(ending);
        }
    }

    /** The exchange is over and its connection can be used again. */
    void finish(int idleSeconds) {
        Peer peer = back;
        Server used = server;
        Destination target = destination;
        back = null;
        if (peer != null && used != null && target != null) {
            keep(peer, used, target.backend(), idleSeconds);
        }
        loggedIn = false;
        returnSlot();
    }

    private void keep(Peer peer, Server used, Backend backend, int idleSeconds) {
        if (backend.reuse() == Reuse.NEVER) {
            peer.close();
        } else if (loggedIn) {
            owner.bindBack().keepLoggedIn(peer, backend, used);
        } else if (backend.reuse() == Reuse.SESSION) {
            owner.bindBack().keepFor(loop.timeouts.idleNanos(idleSeconds), peer, backend, used);
        } else {
            loop.connector.keep(peer, used, idleSeconds);
        }
    }

    /** Forgets where it was to go: the exchange is over, and holds no slot. */
    void forget() {
        destination = null;
    }

    /** The server has sent bytes behind its response. */
    void onUnsolicited() {
        Server used = server;
        if (used != null) {
            used.onUnsolicited(0, loop.realNow());
        }
    }

    /** The connection has turned out dead before a byte was sent on it: gets another to the same server, or gives up. */
    void replace() {
        Peer dead = back;
        back = null;
        if (dead != null) {
            dead.close();
        }
        Server same = server;
        if (same != null && attempts < MAX_ATTEMPTS) {
            attempt(same);
        } else {
            abandon();
            owner.onNoBack(Ending.SERVER_CLOSED);
        }
    }

    /** Ends the search, the connection or both, and gives back the slot. */
    void abandon() {
        phase.leave();
        ticket.cancel();
        cancelOpening();
        Peer peer = back;
        back = null;
        if (peer != null) {
            peer.close();
        }
        loggedIn = false;
        returnSlot();
    }

    private void place(Destination target) {
        sinceNanos = loop.realNow();
        Placement placement = target.policy().place(ticket);
        if (placement instanceof Server chosen) {
            attempt(chosen);
        } else if (placement == NoServer.NONE) {
            owner.onNoBack(lastFailure);
        } else {
            phase.enter(Ending.SLOT_TIMEOUT, owner.timeouts().slot());
            owner.onMustWait();
        }
    }

    /** A slot has been granted. */
    @Override
    public boolean wake() {
        return loop.hop.run(this);
    }

    /** Takes the slot that was granted, on the session's loop. */
    @Override
    public void run() {
        try {
            collectSlot();
        } catch (RuntimeException e) {
            owner.backEvents().onBug(e);
        }
    }

    private void collectSlot() {
        if (ticket.collect() instanceof Server chosen) {
            timeline.waitedForSlot(loop.realNow() - sinceNanos);
            attempt(chosen);
        }
    }

    private void attempt(Server chosen) {
        server = chosen;
        attempts++;
        timeline.attempted(chosen);
        phase.leave();
        if (chosen.address().isUnresolved()) {
            passOver(Ending.UNKNOWN_SERVER_NAME);
            return;
        }
        if (reusesOwn(chosen) || reusesShared(chosen)) {
            return;
        }
        sinceNanos = loop.realNow();
        phase.enter(Ending.CONNECT_TIMEOUT, owner.timeouts().connect());
        opening = loop.connector.open(chosen, this);
        owner.onMustWait();
    }

    private boolean reusesOwn(Server chosen) {
        BoundBack kept = owner.boundBack();
        if (kept == null) {
            return false;
        }
        loggedIn |= kept.isLoggedIn();
        return kept.handOver(chosen, this);
    }

    private boolean reusesShared(Server chosen) {
        Destination target = destination;
        return target != null
                && target.backend().reuse() == Reuse.SHARED
                && owner.mayReuse()
                && loop.connector.reuse(chosen, this);
    }

    @Override
    public void onConnected(Peer peer) {
        if (opening == null) {
            back = peer;
            timeline.reusedConnection();
            owner.onBack(peer);
            return;
        }
        opening = null;
        if (introduce(peer)) {
            onOpened(peer);
        } else {
            peer.abort();
            failed(Ending.CONNECT_FAILED);
        }
    }

    private void onOpened(Peer peer) {
        back = peer;
        phase.leave();
        long took = loop.realNow() - sinceNanos;
        timeline.connectedAfter(took);
        Server reached = server;
        if (reached != null) {
            loop.observer.connected(reached, took);
        }
        owner.onBack(peer);
    }

    // Tells the server who the client is. Returns whether the server's socket has taken that. A socket that was just
    // opened has room for it; one that does not take it was reset, and no byte of the request has been sent on it.
    private boolean introduce(Peer peer) {
        InetSocketAddress source = timeline.client();
        return switch (proxyProtocol()) {
            case V1 -> isTaken(peer, ProxyHeader.version1(source, owner.calledAddress()));
            case V2 -> isTaken(peer, ProxyHeader.version2(source, owner.calledAddress()));
            case OFF -> true;
        };
    }

    private static boolean isTaken(Peer peer, byte[] header) {
        return peer.write(header) == Peer.Written.ALL;
    }

    private ProxyProtocol proxyProtocol() {
        Destination target = destination;
        return target == null ? ProxyProtocol.OFF : target.backend().proxyProtocol();
    }

    @Override
    public void onConnectFailed() {
        opening = null;
        failed(Ending.CONNECT_FAILED);
    }

    // No fault of the server, and no reason to try the next.
    @Override
    public void onNoSocket() {
        opening = null;
        abandon();
        owner.onNoBack(Ending.NO_SOCKET);
    }

    private void failed(Ending reason) {
        phase.leave();
        timeline.connectedAfter(loop.realNow() - sinceNanos);
        passOver(reason);
    }

    // Leaves the server for the next one.
    private void passOver(Ending reason) {
        lastFailure = reason;
        Server unreachable = server;
        Destination target = destination;
        returnSlot();
        if (unreachable != null && target != null) {
            loop.observer.connectFailed(unreachable, reason);
            ticket.exclude(unreachable);
        }
        if (target == null || attempts >= MAX_ATTEMPTS) {
            owner.onNoBack(reason);
        } else {
            place(target);
        }
    }

    private void cancelOpening() {
        Connector.Opening pending = opening;
        opening = null;
        if (pending != null) {
            pending.cancel();
        }
    }

    private void returnSlot() {
        Server held = server;
        Destination target = destination;
        server = null;
        if (held != null && target != null) {
            target.backend().release(held);
        }
    }

    @Override
    public PeerEvents events() {
        return owner.backEvents();
    }

    @Override
    public long session() {
        return timeline.session();
    }
}
