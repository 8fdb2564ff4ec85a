package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.FrontConnection;
import io.weir.exchange.Exchange;
import io.weir.exchange.Generation;
import io.weir.exchange.Listener;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.Origin;
import io.weir.exchange.PhaseTimer;
import io.weir.forwarded.Forwarding;
import io.weir.http.Head;
import io.weir.http.HttpVersion;
import io.weir.http1.Http1Head;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one front connection that speaks HTTP/1: one exchange after the other. Keeps the connection alive, and ends it so that the last
 * response arrives. Confined to its event loop.
 *
 * <p>{@link Http1Requests} reads, {@link Http1Responses} writes, {@link Http1Stream} is the side of the exchanges.
 */
final class Http1Front extends Front
        implements ConnectionEvents,
                PhaseTimer.Owner,
                RequestsOwner,
                Http1Responses.Owner,
                Http1Stream.Owner,
                Http1Upgrade.Owner {
    /*
     *   OPEN --101--> TUNNEL --> CLOSED
     *    +--last response--> LINGERING --> CLOSED
     *
     * An exchange is lent when the first byte of a head is here, and is over before the next is lent: an idle connection has none.
     */

    private enum State {
        /** Exchanges follow each other, with idle times between them. */
        OPEN,
        /** The bytes of another protocol pass. */
        TUNNEL,
        /** All is sent and our side closed; the rest of what the client sends is thrown away. */
        LINGERING,
        CLOSED
    }

    private static final Duration LINGER = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Http1Front.class);

    private final SessionLoop loop;
    private final FrontConnection connection;
    private final Origin origin;
    private final PhaseTimer phase;
    private final Http1Requests requests;
    private final Http1Responses responses;
    private final Http1Upgrade upgrade;
    private final Persistence persistence;
    private final Http1Stream stream;

    private State state = State.OPEN;
    private @Nullable Exchange exchange;
    private long begun;

    /** A session on an open front connection, whose client is accepted by {@code rules}. */
    Http1Front(SessionLoop loop, Listener listener, ListenerRules rules, long number, FrontConnection connection) {
        super(listener, rules.listener());
        this.loop = loop;
        phase = new PhaseTimer(loop.resources.scheduler(), this);
        this.connection = connection;
        requests = new Http1Requests(this, loop, connection);
        upgrade = new Http1Upgrade(this, loop, connection);
        persistence = new Persistence(listener, requests, upgrade);
        responses = new Http1Responses(this, persistence, loop, connection);
        stream = new Http1Stream(this, persistence, loop, connection, requests, responses, upgrade);
        Forwarding forwarding = FrontFactory.forwarding(rules.clients(), connection);
        origin = new Origin(number, connection.remoteAddress(), stream, listener, forwarding);
        connection.tell(this, requests, responses);
    }

    @Override
    public void start(ByteBuf first) {
        loop.enter(this);
        loop.observer.sessionOpened(listenerName);
        if (loop.isDraining()) {
            persistence.drain();
        }
        requests.begin(first);
        next();
    }

    @Override
    boolean isOn(Generation asked) {
        Exchange present = exchange;
        return present != null && present.isOf(asked);
    }

    @Override
    void leaveServer() {
        stream.leaveServer();
    }

    @Override
    public void drain() {
        persistence.drain();
        if (isIdle()) {
            requests.hurry();
        }
    }

    private boolean isIdle() {
        return state == State.OPEN && exchange == null;
    }

    @Override
    public boolean cutShort(Ending reason) {
        persistence.drain();
        if (isIdle()) {
            guard(requests::takeUp);
        }
        Exchange present = exchange;
        boolean brokenOff = present != null && !present.isAnsweredWith(reason);
        guard(() -> breakOff(reason));
        return brokenOff;
    }

    private void breakOff(Ending reason) {
        Exchange present = exchange;
        if (present == null) {
            close();
        } else if (present.isRunning()) {
            refuse(present, reason);
        } else {
            abort(reason);
        }
    }

    @Override
    public void lookForReset() {
        connection.lookForReset();
    }

    @Override
    public void abort(Ending reason) {
        if (state == State.TUNNEL) {
            // In order: what has been passed on arrives, and what is missing is told by the protocol within.
            close(reason);
        } else {
            end(reason);
        }
    }

    // From one exchange to the next.

    @Override
    public void next() {
        phase.enter(Ending.DONE, persistence.limitWait());
        requests.next();
    }

    @Override
    public void hurry() {
        Duration before = persistence.waitLimit();
        phase.limit(before, persistence.limitWait());
    }

    @Override
    public Exchange beginExchange() {
        persistence.begin();
        upgrade.reset();
        responses.speaks(HttpVersion.HTTP_1_1);
        begun++;
        Exchange lent = loop.exchanges.lend();
        exchange = lent;
        lent.begin(origin, begun);
        phase.enter(
                Ending.REQUEST_HEAD_TIMEOUT, listener.generation().timeouts().requestHead());
        return lent;
    }

    @Override
    public @Nullable Exchange exchange() {
        return exchange;
    }

    @Override
    public void readUpgrade(Head head, ByteBuffer bytes) {
        upgrade.read(running().takeGeneration().upgrades(), head, bytes);
    }

    @Override
    public void onHead(Http1Head head) {
        responses.speaks(head.version());
        persistence.onHead(head.keepAlive());
    }

    @Override
    public void onSent() {
        exchange = null;
        // The event that ended the response was told on the back connection, which is not the exchange's any more.
        guard(this::goOn);
    }

    @Override
    public void onAnswered() {
        exchange = null;
        if (persistence.persists()) {
            // Not at once: a client that sends a thousand bad requests in one piece must not nest a thousand calls.
            loop.resources.tasks().run(() -> guard(this::goOn));
        } else {
            linger();
        }
    }

    private void goOn() {
        if (state == State.CLOSED) {
            return;
        }
        if (persistence.persists() && !requests.hasEnded()) {
            next();
        } else if (requests.isWhole() && !requests.ahead().isThere()) {
            close();
        } else {
            linger();
        }
    }

    // Closing with unread bytes would make the kernel send RST, which can destroy the response on its way.
    private void linger() {
        if (requests.hasEnded()) {
            close();
            return;
        }
        state = State.LINGERING;
        stream.closeBound();
        requests.close();
        connection.shutdownOutput();
        phase.enter(Ending.DONE, LINGER);
        connection.discard();
    }

    // What its parts ask for.

    /** The client's side of its exchanges. */
    Http1Stream stream() {
        return stream;
    }

    @Override
    public Forwarding forwarding() {
        return origin.forwarding();
    }

    @Override
    public PhaseTimer phase() {
        return phase;
    }

    @Override
    public void onChange() {
        state = State.TUNNEL;
        phase.close();
    }

    // Events of the connection.

    @Override
    public InetAddress client() {
        return forwarding().client().getAddress();
    }

    @Override
    public void onEvicted() {
        Exchange present = exchange;
        if (present == null) {
            // The request that was sent ahead begins with the next task, and its buffer moves on.
            return;
        }
        if (!connection.isDrained()) {
            end(Ending.CLIENT_EVICTED);
        } else if (present.request().isSent() && requests.keepsBuffer() && !upgrade.isOffered()) {
            requests.ahead().drop();
            persistence.end();
        } else {
            refuse(present, requests.isInHead() ? Ending.CLIENT_EVICTED : Ending.SERVER_EVICTED);
        }
    }

    @Override
    public void onEnd() {
        if (!requests.isWhole() || state == State.LINGERING) {
            onClosed();
        }
    }

    @Override
    public void onClosed() {
        Exchange present = exchange;
        if (present == null) {
            close();
        } else if (requests.isUntold()) {
            // The connection became readable because it ended.
            exchange = null;
            present.forget();
            close();
        } else {
            end(Ending.CLIENT_ABORT);
        }
    }

    @Override
    public void onExpired(Ending ending) {
        Exchange present = exchange;
        if (present != null && ending != Ending.DONE) {
            refuse(present, ending);
        } else if (!isIdle() || !requests.takeUp()) {
            close();
        }
    }

    private void refuse(Exchange present, Reason reason) {
        requests.giveUpHead(present);
        present.refuse(reason);
    }

    // The end.

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            onBug(e);
        }
    }

    @Override
    public void onBug(Throwable cause) {
        LOG.error("event=bug session={}", origin.session(), cause);
        end(Ending.BUG);
    }

    @Override
    public void end(Reason reason) {
        if (state != State.CLOSED) {
            leave(reason);
            connection.abort();
        }
    }

    @Override
    public void close(Reason reason) {
        if (state != State.CLOSED) {
            leave(reason);
            connection.close();
        }
    }

    private void close() {
        close(Ending.DONE);
    }

    private void leave(Reason reason) {
        Exchange last = exchange;
        exchange = null;
        if (last != null) {
            requests.giveUpHead(last);
        }
        state = State.CLOSED;
        phase.close();
        requests.close();
        upgrade.close();
        stream.closeBound();
        loop.leave(this);
        loop.observer.sessionClosed(listenerName);
        if (last != null) {
            last.end(reason);
        }
    }
}
