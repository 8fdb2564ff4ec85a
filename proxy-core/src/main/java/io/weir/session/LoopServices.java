package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;
import io.weir.http.DateLine;
import io.weir.http.Head;
import io.weir.http1.HeadComposer;
import io.weir.http1.HeadLimits;
import io.weir.http1.HeadParser;
import io.weir.http1.Http1Head;
import io.weir.reason.Ending;
import io.weir.time.Scheduler;
import io.weir.time.Ticker;
import io.weir.time.Timer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What all sessions of one event loop share. Confined to that loop, but for what says otherwise of itself. */
public final class LoopServices {

    /** Runs a task on the loop, from any thread. Returns false if the loop takes no more. */
    @FunctionalInterface
    public interface Hop {
        boolean run(Runnable task);
    }

    // Time in a drain for a client to begin a request, from its last response or from the moment it was accepted: it
    // does not know of the drain.
    static final Duration LAST_CALL = Duration.ofSeconds(1);

    // Most room at the beginning of a buffer for what an edited head is longer than the one received (ADR 0007).
    private static final int MAX_HEADROOM = 2048;

    // Of it, what no head may take: room for the lines that Weir adds by itself, which are forwarding fields, Via, Date
    // and Connection.
    static final int OWN_LINES = 512;

    // A look is several system calls. Thousands at once would hold up whoever has something to read.
    private static final int LOOK_PARTS = 40;
    private static final int LEAST_LOOKS_AT_ONCE = 64;
    private static final Duration LOOK_PAUSE = Duration.ofMillis(100);

    final Scheduler scheduler;
    final BufferPool pool;
    final Parking parking;
    final Connector connector;
    final Hop hop;
    final Timeouts timeouts;
    final Limits limits;
    final SessionObserver observer;
    final BackStreams backStreams;
    private final int lineBytes;

    // One parsed head at a time: it is used up before the method that parsed it returns.
    final Http1Head head;
    final HeadParser parser;
    final HeadComposer composer;
    final DateLine date = new DateLine(Ticker::wallClockMillis);
    /** Where a head begins in its buffer, as long as it leaves bytes behind it. */
    private final int headroom;

    /** Where one begins that is longer. */
    private final int leastHeadroom;

    final Exchanges exchanges;

    private final Sessions sessions = new Sessions();
    private final Timer nextLooks;
    private int notLookedAt;
    private int looksAtOnce;
    private boolean draining;

    /**
     * Services for sessions that read and write by way of this connector.
     *
     * @param editBytes how many bytes longer the edits of a route make a head at most
     */
    public LoopServices(
            Scheduler scheduler,
            BufferPool pool,
            Parking parking,
            Connector connector,
            Hop hop,
            Timeouts timeouts,
            Limits limits,
            int editBytes,
            BackStreams backStreams,
            SessionObserver observer) {
        this.scheduler = scheduler;
        this.pool = pool;
        this.parking = parking;
        this.connector = connector;
        this.hop = hop;
        this.timeouts = timeouts;
        this.limits = limits;
        this.observer = observer;
        this.backStreams = backStreams;
        lineBytes = observer.wantsRequestLines() ? KeptLine.MOST_BYTES : 0;
        int size = pool.limits().size();
        headroom = maxHeadroom(size);
        leastHeadroom = leastHeadroom(size, editBytes);
        HeadLimits headLimits = new HeadLimits(limits.fields(), largestHead(size, editBytes));
        head = new Http1Head();
        parser = new HeadParser(headLimits);
        composer = new HeadComposer(size, date);
        nextLooks = scheduler.timer(this::lookAtSome);
        exchanges = new Exchanges(this);
    }

    /** How many bytes longer the edits of a route may make a head, in buffers of that size. */
    public static int roomForEdits(int bufferSize) {
        return Math.max(0, maxHeadroom(bufferSize) - OWN_LINES);
    }

    /** Bytes of the largest head, in buffers of that size and with routes that make a head longer by so many bytes at most. */
    public static int largestHead(int bufferSize, int editBytes) {
        return bufferSize - leastHeadroom(bufferSize, editBytes);
    }

    private static int leastHeadroom(int bufferSize, int editBytes) {
        return Math.min(OWN_LINES + editBytes, maxHeadroom(bufferSize));
    }

    private static int maxHeadroom(int bufferSize) {
        return Math.min(MAX_HEADROOM, bufferSize / 4);
    }

    /** Tells every session of this loop that it is to end soon, those to come included: {@link Session#drain()}. */
    public void drain() {
        draining = true;
        sessions.copy().forEach(Session::drain);
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
        notLookedAt = sessions.eachBelow(notLookedAt, looksAtOnce, Session::lookForReset);
        if (notLookedAt > 0) {
            nextLooks.arm(LOOK_PAUSE);
        }
    }

    /** Cuts every session of this loop short, after {@link #drain()}. Returns how many exchanges were broken off. */
    public int cutShort(Ending reason) {
        int brokenOff = 0;
        for (Session session : sessions.copy()) {
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

    /** Where a head begins in a buffer of that capacity if so many bytes of it are there, and there are more to come. */
    int headStart(int length, int capacity) {
        return headroom + length < capacity ? headroom : leastHeadroom;
    }

    /** Where a message of so many bytes begins in a buffer of that capacity if nothing follows it: with as much room for its head as can be. */
    int messageStart(int length, int capacity) {
        return roomBefore(capacity - length);
    }

    /** Bytes by which a head that begins at {@code start} can grow, now and after it has been parked. */
    int roomBefore(int start) {
        return Math.min(headroom, start);
    }

    /** For the request lines of one session, as far as the observer wants them. */
    KeptLine keptLine() {
        return new KeptLine(parking, lineBytes);
    }

    void enter(Session session) {
        sessions.add(session);
    }

    void leave(Session session) {
        sessions.remove(session);
    }

    boolean isDraining() {
        return draining;
    }

    /** How many bytes may be read for this sink, so that it is sure to take them or may refuse to; 0 if none. */
    int readLimit(Sink sink, InetAddress client) {
        return readLimit(sink.room(), client);
    }

    /** How many bytes may be read for a connection that has so much room. */
    int readLimit(int room, InetAddress client) {
        return room == 0 && pool.mayStall(client) ? Integer.MAX_VALUE : room;
    }

    /**
     * Puts the head that has just been composed where {@code head} is: it ends where the other did, so that the bytes behind need not move.
     *
     * @param fits whether it has been composed whole
     * @return where it begins, or -1 if there is no room for it
     */
    int placeHead(ByteBuffer bytes, Head head, boolean fits) {
        int start = fits ? head.end() - composer.length() : -1;
        if (start >= 0) {
            bytes.put(start, composer.array(), 0, composer.length());
        }
        return Math.max(start, -1);
    }

    /** Whether {@code buffer}, which is borrowed, may be held without progress. */
    boolean mayHold(ByteBuf buffer, InetAddress client) {
        return Lease.of(buffer).isStalled() || pool.mayStall(client);
    }

    /** The time by which this loop judges deadlines and rates: a stop of the process is left out. */
    long now() {
        return scheduler.ticker().nanos();
    }

    /** Real time, which a client and a server measure too: for what is told to people. */
    long realNow() {
        return scheduler.ticker().realNanos();
    }
}
