package io.weir.backend;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address that may be sent work, and how much it has at the moment. Safe for use by any thread.
 *
 * <p>A server handed out as a {@link Placement} comes with a slot, which is given back by {@link Backend#release(Server)}
 * exactly once.
 */
public final class Server implements Placement {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final int number;
    private final String backend;
    private final String name;
    private final InetSocketAddress given;
    private final InetSocketAddress address;
    private volatile byte[] authority;
    private volatile int weight;
    private volatile int maxConnections;
    private volatile boolean inService;
    private volatile boolean keeping;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger bound = new AtomicInteger();
    private final AtomicInteger insisting = new AtomicInteger(); // written under the lock of its queue
    private final Trust trust = new Trust();

    /** A server of the {@code number}-th place at {@code address}, which is not in service yet. */
    Server(int number, String backend, ServerSettings settings, InetSocketAddress address) {
        this.number = number;
        this.backend = backend;
        this.address = address;
        name = settings.name();
        given = settings.address();
        authority = ServerAuthority.of(given);
        weight = settings.weight();
        maxConnections = settings.maxConnections();
    }

    /** Goes by these settings from now on, which name and address are the same of, and is in service. */
    void serve(ServerSettings settings) {
        authority = ServerAuthority.of(settings.address());
        weight = settings.weight();
        maxConnections = settings.maxConnections();
        inService = true;
        keeping = true;
    }

    /** Takes no exchange any more. Those that it has go on. */
    void leave() {
        inService = false;
        keeping = false;
    }

    /** Takes exchanges as before, but its idle connections are not kept. */
    void stopKeeping() {
        keeping = false;
    }

    /** Whether it may take exchanges: its backend has it still. */
    public boolean isInService() {
        return inService;
    }

    /** Whether its idle connections are kept: the present configuration has it. */
    public boolean isKeeping() {
        return keeping;
    }

    /** Whether it takes exchanges: it is in service, and has a weight. */
    boolean takesTraffic() {
        return inService && weight > 0;
    }

    /** Whether anything of it is in use, or waits for use. */
    boolean isInUse() {
        return active() > 0 || idle() > 0 || bound() > 0;
    }

    /** The address that it is configured with, which may be a name. */
    InetSocketAddress given() {
        return given;
    }

    /** Its number among all servers that its backend has had, from 0. */
    public int number() {
        return number;
    }

    /** Name of its backend. */
    public String backend() {
        return backend;
    }

    /** Its name, unique in its backend. */
    public String name() {
        return name;
    }

    /** Where to connect; unresolved if its name was unknown when it was looked up, at start or by the last reload. */
    public InetSocketAddress address() {
        return address;
    }

    /**
     * The {@code host[:port]} it is configured with, in ASCII, for requests that name no host; empty if its name can stand in no {@code Host}. Not to
     * be written to.
     */
    public byte[] authority() {
        return authority;
    }

    /** Its share of the traffic. */
    public int weight() {
        return weight;
    }

    /** Most exchanges at the same time; 0 means no limit. */
    public int maxConnections() {
        return maxConnections;
    }

    /** Exchanges that hold a slot now. */
    public int active() {
        return active.get();
    }

    /** Whether exchanges wait for a slot of this server and no other, so that a newcomer must not take one past them. */
    public boolean isInsistedOn() {
        return insisting.get() > 0;
    }

    void countInsisting(int change) {
        insisting.addAndGet(change);
    }

    /** Whether no slot is free. */
    public boolean isFull() {
        return maxConnections() != 0 && active() >= maxConnections();
    }

    /** Open connections to it that wait for reuse, on all event loops. */
    public int idle() {
        return idle.get();
    }

    /** Counts connections that have begun (positive) or ceased (negative) to wait for reuse. */
    public void countIdle(int change) {
        idle.addAndGet(change);
    }

    /** Open connections to it that belong to one front connection each and wait for its next exchange, on all event loops. */
    public int bound() {
        return bound.get();
    }

    /** Counts connections that have begun (positive) or ceased (negative) to wait for the next exchange of their front connection. */
    public void countBound(int change) {
        bound.addAndGet(change);
    }

    /**
     * Notes that it has sent bytes that answer no request, and warns of it, once a minute at most. If that was within a second of a
     * response, its connections are not used again for a minute.
     *
     * @param sinceResponseNanos time since the end of the last response on that connection
     * @param nowNanos the present, by real time, which is the same on all event loops
     */
    public void onUnsolicited(long sinceResponseNanos, long nowNanos) {
        if (trust.breaks(sinceResponseNanos, nowNanos)) {
            LOG.warn("event=unsolicited-bytes server={} reuse=off seconds={}", this, Trust.DISTRUST.toSeconds());
        }
    }

    /** Whether its connections may be used again: not for a while after unsolicited bytes. */
    public boolean isTrusted(long nowNanos) {
        return trust.isWhole(nowNanos);
    }

    /** How often it has sent bytes that answer no request, soon after a response. */
    public long unsolicited() {
        return trust.breaches();
    }

    /** Takes a slot if one is free. For balancing policies; sessions get theirs from a policy. */
    public boolean tryTakeSlot() {
        int limit = maxConnections();
        if (limit == 0) {
            active.incrementAndGet();
            return true;
        }
        for (; ; ) {
            int current = active.get();
            if (current >= limit) {
                return false;
            }
            if (active.compareAndSet(current, current + 1)) {
                return true;
            }
        }
    }

    void returnSlot() {
        // Never below 0: a slot returned twice must not let one more in than the limit says.
        if (active.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
            throw new IllegalStateException("server " + name() + ": a slot returned twice");
        }
    }

    @Override
    public String toString() {
        return backend + "/" + name();
    }
}
