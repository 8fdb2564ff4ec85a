package io.weir.exchange;

import io.weir.backend.Backend;
import io.weir.backend.Reuse;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The back connection that belongs to one session, while it waits for the session's next exchange: one at most, so that a session never has
 * two. Made for the first that it keeps, used again for the others. Confined to its event loop.
 */
public final class BoundBack implements IdleEvents {
    /*
     * A connection on which a client has logged in, by NTLM or Negotiate, ends with the front connection or when its server closes it, and
     * by nothing else: without it the client would have to log in again, in the midst of a login for ever. What only keeps exchanges of
     * clients apart (backends.NAME.reuse = session) can be replaced, and is, where a shared connection would have been given up.
     *
     * Whatever happens on it while it waits ends it. Its age is real time: the server's clock does not stop when this process does.
     */

    private static final Logger LOG = LoggerFactory.getLogger(BoundBack.class);

    private final LoopResources loop;
    private @Nullable BackStream stream;
    private @Nullable Backend backend;
    private @Nullable Server server;
    private boolean loggedIn;
    private long sinceNanos;
    private long limitNanos;

    /** A place for a connection of one session. */
    public BoundBack(LoopResources loop) {
        this.loop = loop;
    }

    /** Keeps a connection on which the client has logged in. Takes ownership. */
    void keepLoggedIn(BackStream kept, Backend of, Server to) {
        keep(kept, of, to);
        loggedIn = true;
    }

    /** Keeps a connection on which nobody has logged in, if it is good for more than {@code limit} ns. Takes ownership. */
    void keepFor(long limit, BackStream kept, Backend of, Server to) {
        limitNanos = limit;
        if (limit > 0) {
            keep(kept, of, to);
        } else {
            kept.close();
        }
    }

    private void keep(BackStream kept, Backend of, Server to) {
        close();
        if (!to.isKeeping()) {
            kept.close();
            return;
        }
        stream = kept;
        backend = of;
        server = to;
        sinceNanos = loop.realNow();
        to.countBound(1);
        kept.rest(this);
    }

    /**
     * Has {@code ticket} insist on the server, if the connection can serve an exchange with {@code wanted}; where nobody has logged in, only if
     * that server has a slot at once. Gives the connection up if it can serve no such exchange.
     */
    void claim(Destination wanted, SlotTicket ticket) {
        Server of = server;
        if (of == null) {
            return;
        }
        if (backend != wanted.backend() || wanted.reuse() == Reuse.NEVER || !isGood(of)) {
            close();
        } else if (loggedIn || (wanted.backend().waitingForAny() == 0 && !of.isInsistedOn() && !of.isFull())) {
            ticket.insistOn(of);
        }
    }

    /** Whether the client has logged in on the connection. */
    boolean isLoggedIn() {
        return loggedIn;
    }

    /**
     * Hands over the connection, if it is one to {@code wanted} and still quiet, by a call of {@link BackStreams.Client#onStream} before it
     * returns. Else closes it.
     *
     * @return whether it did
     */
    boolean handOver(Server wanted, BackStreams.Client client) {
        BackStream kept = stream;
        if (kept == null) {
            return false;
        }
        if (server != wanted || !isGood(wanted) || !isQuiet(kept)) {
            close();
            return false;
        }
        forget();
        kept.resume();
        client.onStream(kept);
        return true;
    }

    // Bytes that a server sends too much on a connection of one client reach nobody else, so that a login outlives
    // them.
    private boolean isGood(Server of) {
        long now = loop.realNow();
        return of.isKeeping() && (loggedIn || (now - sinceNanos < limitNanos && of.isTrusted(now)));
    }

    private boolean isQuiet(BackStream kept) {
        Look look = kept.look();
        if (look == Look.BYTES) {
            onUnsolicited();
        }
        return look == Look.QUIET;
    }

    @Override
    public void onUnsolicited() {
        Server of = server;
        if (of != null) {
            long now = loop.realNow();
            of.onUnsolicited(now - sinceNanos, now);
        }
    }

    /** Closes the connection if its server is not in the present configuration. Does nothing where there is no connection. */
    public void leaveServer() {
        Server of = server;
        if (of != null && !of.isKeeping()) {
            close();
        }
    }

    /** Closes the connection, if there is one. */
    public void close() {
        BackStream kept = stream;
        forget();
        if (kept != null) {
            kept.close();
        }
    }

    private void forget() {
        Server of = server;
        if (of != null) {
            of.countBound(-1);
        }
        stream = null;
        backend = null;
        server = null;
        loggedIn = false;
    }

    @Override
    public void onOver() {
        close();
    }

    @Override
    public void onBug(Throwable cause) {
        LOG.error("event=bug session=none", cause);
        close();
    }

    // It holds no buffer for anybody.
    @Override
    public InetAddress client() {
        return InetAddress.getLoopbackAddress();
    }
}
