package io.weir.exchange;

import io.weir.backend.Placement;
import io.weir.backend.Placement.NoServer;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;
import io.weir.backend.SlotWaiter;
import io.weir.connection.Opening;
import io.weir.proxyprotocol.ProxyHeader;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds an exchange its server: a slot, then a connection; the next server if that fails. Confined to the event loop of its session.
 *
 * <p>A server is left for the next one only while not a byte of the request has been sent. Once sent, a request may have been processed, and is
 * never sent again.
 */
public final class Dispatch implements SlotWaiter, Runnable {

    /** The exchange that needs a server. */
    public interface Owner {

        /** Has {@code ticket} insist on a server, if only that one will do. */
        void claim(Destination destination, SlotTicket ticket);

        /**
         * Takes a connection to {@code server} that is open and idle, if there is one and exchanges may follow others on it, by a call of
         * {@link Dispatch#onReused} before it returns. Returns whether it did.
         */
        boolean reuse(Destination destination, Server server);

        /**
         * Begins to open a connection. The outcome is told by {@link Dispatch#onOpened}, {@link Dispatch#onConnectFailed} or
         * {@link Dispatch#onNoSocket}, never from within this call.
         */
        Opening open(Server server);

        /** The connection is open. It holds a slot until {@link Dispatch#release} or {@link Dispatch#abandon}. */
        void onBack();

        /** There will be no connection. */
        void onNoBack(Reason reason);

        /** The search takes a while: in the queue for a slot, or connecting. */
        void onMustWait();

        /** Address that the client connected to. */
        InetSocketAddress calledAddress();

        /** How long each phase may take. */
        Timeouts timeouts();

        /** Code of ours has thrown what it should not have. */
        void onBug(Throwable cause);
    }

    private static final int MAX_ATTEMPTS = 4;

    private final LoopResources loop;
    private final Owner owner;
    private final Timeline timeline;
    private final PhaseTimer phase;
    private final SlotTicket ticket;

    private @Nullable Destination destination;
    private @Nullable Server server;
    private @Nullable Opening opening;
    private @Nullable Back back;
    private int attempts;
    private Reason lastFailure = Ending.NO_SERVER;
    private long sinceNanos;

    /** A search that has not begun. Its phases are those of {@code phase}. */
    public Dispatch(LoopResources loop, Owner owner, Timeline timeline, PhaseTimer phase) {
        this.loop = loop;
        this.owner = owner;
        this.timeline = timeline;
        this.phase = phase;
        ticket = new SlotTicket(this);
    }

    /** Begins to look for a connection. The outcome may come before this returns. */
    public void begin(Destination target) {
        destination = target;
        timeline.chose(target.backend().name());
        ticket.reset();
        attempts = 0;
        lastFailure = Ending.NO_SERVER;
        owner.claim(target, ticket);
        place(target);
    }

    /** A phase of this search has taken too long. */
    public void onExpired(Ending ending) {
        if (ending == Ending.CONNECT_TIMEOUT) {
            cancelOpening();
            failed(Ending.CONNECT_TIMEOUT);
        } else {
            abandon();
            owner.onNoBack(ending);
        }
    }

    /** The server that a slot is held of; null while there is none. */
    @Nullable
    Server server() {
        return server;
    }

    /** Where the server is looked for, or was found; null before the search begins. */
    @Nullable
    Destination destination() {
        return destination;
    }

    /** The exchange is over: returns its slot. The connection, which can be used again, has been taken care of. */
    void release() {
        back = null;
        returnSlot();
    }

    /** Forgets where it was to go: the exchange is over, and holds no slot. */
    void forget() {
        destination = null;
    }

    /** The connection has turned out dead before a byte was sent on it: gets another to the same server, or gives up. */
    void replace() {
        closeBack();
        Server same = server;
        if (same != null && attempts < MAX_ATTEMPTS) {
            attempt(same);
        } else {
            abandon();
            owner.onNoBack(Ending.SERVER_CLOSED);
        }
    }

    /** Ends the search, the connection or both, and gives back the slot. */
    public void abandon() {
        phase.leave();
        ticket.cancel();
        cancelOpening();
        closeBack();
        returnSlot();
    }

    private void closeBack() {
        Back present = back;
        back = null;
        if (present != null) {
            present.close();
        }
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
        return loop.tasks().run(this);
    }

    /** Takes the slot that was granted, on the session's loop. */
    @Override
    public void run() {
        guard(this::collectSlot);
    }

    // For an event that comes without an open connection of the exchange: no other party can tell the exchange of a bug
    // in it.
    private void guard(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            owner.onBug(e);
        }
    }

    private void collectSlot() {
        Placement placement = ticket.collect();
        if (placement instanceof Server chosen) {
            timeline.waitedForSlot(loop.realNow() - sinceNanos);
            attempt(chosen);
        } else if (placement == NoServer.LEFT) {
            placeAgain();
        }
    }

    // A reload has removed the servers that the exchange waited for. If it has to wait for others, the deadline stays:
    // with many reloads the wait would never end.
    private void placeAgain() {
        Destination target = destination;
        Placement placement = target == null ? NoServer.NONE : target.policy().place(ticket);
        if (placement instanceof SlotTicket) {
            return;
        }
        timeline.waitedForSlot(loop.realNow() - sinceNanos);
        if (placement instanceof Server chosen) {
            attempt(chosen);
        } else {
            phase.leave();
            owner.onNoBack(lastFailure);
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
        Destination target = destination;
        if (target != null && owner.reuse(target, chosen)) {
            return;
        }
        sinceNanos = loop.realNow();
        phase.enter(Ending.CONNECT_TIMEOUT, owner.timeouts().connect());
        opening = owner.open(chosen);
        owner.onMustWait();
    }

    /** A connection that has served before is the exchange's now. */
    public void onReused(Back reused) {
        back = reused;
        timeline.reusedConnection();
        owner.onBack();
    }

    /** The connection is open. Takes it over. */
    public void onOpened(Back opened) {
        opening = null;
        if (!introduce(opened)) {
            opened.abort();
            guard(() -> failed(Ending.CONNECT_FAILED));
            return;
        }
        back = opened;
        phase.leave();
        long took = loop.realNow() - sinceNanos;
        timeline.connectedAfter(took);
        Server reached = server;
        if (reached != null) {
            loop.observer().connected(reached, took);
        }
        owner.onBack();
    }

    // Tells the server of the client, if the server is to be told. Returns whether its socket has taken that. A socket
    // that was just opened has room for it; one that does not take it was reset, and no byte of the request was sent.
    private boolean introduce(Back opened) {
        InetSocketAddress source = timeline.client();
        return switch (proxyProtocol()) {
            case V1 -> opened.introduce(ProxyHeader.version1(source, owner.calledAddress()));
            case V2 -> opened.introduce(ProxyHeader.version2(source, owner.calledAddress()));
            case OFF -> true;
        };
    }

    private ProxyProtocol proxyProtocol() {
        Destination target = destination;
        return target == null ? ProxyProtocol.OFF : target.proxyProtocol();
    }

    /** The connection could not be opened: tries the next server. */
    public void onConnectFailed() {
        opening = null;
        guard(() -> failed(Ending.CONNECT_FAILED));
    }

    /** There is no socket for a connection. No fault of the server, and no reason to try the next. */
    public void onNoSocket() {
        opening = null;
        guard(this::giveUpWithoutSocket);
    }

    private void giveUpWithoutSocket() {
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
            loop.observer().connectFailed(unreachable, reason);
            ticket.exclude(unreachable);
        }
        if (target == null || attempts >= MAX_ATTEMPTS) {
            owner.onNoBack(reason);
        } else {
            place(target);
        }
    }

    private void cancelOpening() {
        Opening pending = opening;
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
}
