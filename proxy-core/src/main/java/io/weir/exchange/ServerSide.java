package io.weir.exchange;

import io.weir.backend.Reuse;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;
import io.weir.connection.Opening;
import io.weir.connection.SinkEvents;
import io.weir.http.Head;
import io.weir.http.Method;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The server of one exchange: finds it, holds the stream to it, and decides what becomes of the connection after the exchange. Confined to the
 * event loop of the exchange.
 */
final class ServerSide implements Dispatch.Owner, BackStreams.Client, Carried {
    /*
     * Belonging. A connection on which a client has logged in (NTLM, Negotiate) never serves another client: after its exchange it stays with the
     * session (BoundBack), and the next exchange with that backend waits for that server and gets that connection.
     *
     * A reload may change the reuse of connections and the introduction between two exchanges. A connection that stays with its session was opened without
     * an introduction, and has served: an exchange that is to have a new connection closes it. Where connections are shared from now on it still serves
     * its client alone, whom the server may know by it.
     */

    /** The exchange that needs a server. */
    interface Owner {

        /** There is a stream to send the request on. */
        void onServer(BackStream stream);

        /** There will be no stream. */
        void onNoServer(Reason reason);

        /** The search takes a while: in the queue for a slot, or connecting. */
        void onMustWait();

        /** The client that is served. */
        ServedClient front();

        /** How long each phase may take. */
        Timeouts timeouts();

        /** The method of the request. */
        Method method();

        /** A buffer that is held at the server's side without progress is needed by others. */
        void onServerEvicted();

        /** Code of ours has thrown what it should not have. */
        void onBug(Throwable cause);
    }

    private static final byte[] NO_AUTHORITY = {};

    private final Owner owner;
    private final LoopResources loop;
    private final SinkEvents sent;
    private final ResponseEvents response;
    private final Timeline timeline;
    private final BackStreams backs;
    private final Dispatch dispatch;

    private @Nullable BackStream stream;
    private boolean connected;
    private boolean opening;
    private boolean loggedIn;
    private boolean own;

    /** Its stream tells {@code request} and {@code response}. Servers are looked for in phases of {@code phase}. */
    ServerSide(
            Owner owner,
            LoopResources loop,
            BackStreams backs,
            SinkEvents request,
            ResponseEvents response,
            Timeline timeline,
            PhaseTimer phase) {
        this.owner = owner;
        this.loop = loop;
        this.backs = backs;
        this.sent = request;
        this.response = response;
        this.timeline = timeline;
        dispatch = new Dispatch(loop, this, timeline, phase);
    }

    /** The stream to the server; null while there is none. */
    @Nullable
    BackStream stream() {
        return connected ? stream : null;
    }

    /** Whether the head of the request will fit once it is edited, whenever it is sent. Borrows the bytes. */
    boolean fits(Head head, ByteBuffer bytes, RequestEdits edits) {
        return backs.fits(head, bytes, edits);
    }

    /** The authority of the chosen server; before one is chosen, the longest among those that the route leads to. */
    byte[] authority(Route route) {
        Server chosen = dispatch.server();
        if (chosen != null) {
            return chosen.authority();
        }
        return route.target() instanceof Destination of ? of.backend().longestAuthority() : NO_AUTHORITY;
    }

    /** Begins to look for a server. The outcome may come before this returns. */
    void begin(Destination destination) {
        dispatch.begin(destination);
    }

    /** The client logs the connection of this exchange in, or the server asks for that: from now on it belongs to this session. */
    @Override
    public void logIn() {
        loggedIn = true;
    }

    /** A phase of the search has taken too long. */
    void onExpired(Ending ending) {
        dispatch.onExpired(ending);
    }

    @Override
    public void onUnsolicited() {
        Server used = dispatch.server();
        if (used != null) {
            used.onUnsolicited(0, loop.realNow());
        }
    }

    /** The connection is of no use any more, and nothing has been sent on it. */
    void replace() {
        disconnect();
        dispatch.replace();
    }

    /** The exchange is over, and its connection can be used again. */
    void finish() {
        BackStream used = stream;
        Server server = dispatch.server();
        Destination of = dispatch.destination();
        disconnect();
        if (used != null && server != null && of != null) {
            keep(used, of, server);
        }
        loggedIn = false;
        dispatch.release();
    }

    private void keep(BackStream used, Destination of, Server server) {
        if (of.reuse() == Reuse.NEVER) {
            used.close();
        } else if (loggedIn) {
            owner.front().bindBack().keepLoggedIn(used, of.backend(), server);
        } else if (own || of.reuse() == Reuse.SESSION) {
            owner.front()
                    .bindBack()
                    .keepFor(owner.timeouts().idleNanos(used.idleSeconds()), used, of.backend(), server);
        } else {
            used.keep();
        }
    }

    /** Ends the search, the stream or both, and gives back the slot. */
    void abandon() {
        disconnect();
        dispatch.abandon();
        loggedIn = false;
    }

    /** Breaks the connection off, before its slot is returned, which closes in order: a break must not look like an end. */
    void abort() {
        BackStream present = stream();
        if (present != null) {
            present.connection().abort();
        }
    }

    private void disconnect() {
        connected = false;
        stream = null;
    }

    /** Forgets where the exchange went: it is over, and holds nothing. */
    void forget() {
        disconnect();
        dispatch.forget();
    }

    // What its stream asks for, and tells.

    @Override
    public Method method() {
        return owner.method();
    }

    @Override
    public InetAddress client() {
        return timeline.client().getAddress();
    }

    @Override
    public SinkEvents sent() {
        return sent;
    }

    @Override
    public ResponseEvents response() {
        return response;
    }

    @Override
    public void onServerEvicted() {
        owner.onServerEvicted();
    }

    // What the search asks for.

    @Override
    public void claim(Destination wanted, SlotTicket ticket) {
        BoundBack kept = owner.front().boundBack();
        if (kept != null) {
            kept.claim(wanted, ticket);
        }
    }

    @Override
    public boolean reuse(Destination of, Server server) {
        opening = false;
        own = of.reuse() != Reuse.NEVER && reusesOwn(server);
        return own || (of.reuse() == Reuse.SHARED && backs.reuse(server, this));
    }

    private boolean reusesOwn(Server server) {
        BoundBack kept = owner.front().boundBack();
        if (kept == null) {
            return false;
        }
        loggedIn |= kept.isLoggedIn();
        return kept.handOver(server, this);
    }

    @Override
    public Opening open(Server server) {
        opening = true;
        own = false;
        return backs.open(server, this);
    }

    @Override
    public void onStream(BackStream opened) {
        stream = opened;
        if (opening) {
            dispatch.onOpened(opened);
        } else {
            dispatch.onReused(opened);
        }
    }

    @Override
    public void onConnectFailed() {
        dispatch.onConnectFailed();
    }

    @Override
    public void onNoSocket() {
        dispatch.onNoSocket();
    }

    @Override
    public void onBack() {
        BackStream opened = stream;
        if (opened != null) {
            connected = true;
            opened.carries(this);
            owner.onServer(opened);
        }
    }

    @Override
    public void onNoBack(Reason reason) {
        owner.onNoServer(reason);
    }

    @Override
    public void onMustWait() {
        owner.onMustWait();
    }

    @Override
    public InetSocketAddress calledAddress() {
        return owner.front().calledAddress();
    }

    @Override
    public Timeouts timeouts() {
        return owner.timeouts();
    }

    @Override
    public long session() {
        return timeline.session();
    }

    @Override
    public void onBug(Throwable cause) {
        owner.onBug(cause);
    }
}
