package io.weir.backend;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one session on a slot of some server, its place in line while it waits, and the servers it has tried. Made once
 * per session, used again for every exchange.
 *
 * <p>Confined to the event loop of its session, but for the grant, which only marks the ticket and wakes the waiter.
 */
public final class SlotTicket implements Placement {

    enum State {
        IDLE,
        WAITING,
        GRANTED
    }

    final SlotWaiter waiter;
    private @Nullable BitSet tried;
    private @Nullable Server only;

    // The line that it stands in, and all below, are guarded by the lock of that backend.
    @Nullable
    Backend line;

    State state = State.IDLE;

    @Nullable
    Server granted;

    @Nullable
    SlotTicket previous;

    @Nullable
    SlotTicket next;

    /** A ticket that stands in no line. */
    public SlotTicket(SlotWaiter waiter) {
        this.waiter = waiter;
    }

    /** Forgets which servers were tried: a new exchange begins. */
    public void reset() {
        tried = null;
        only = null;
    }

    /** Wants this server and no other, for which it waits if it has to, until the server is excluded. Only while it stands in no line. */
    public void insistOn(Server server) {
        only = server;
    }

    /** The server that it insists on. Does not change while it stands in line. */
    @Nullable
    Server only() {
        return only;
    }

    /** Notes that this exchange need not try {@code server} again. */
    public void exclude(Server server) {
        BitSet numbers = tried == null ? new BitSet() : tried;
        numbers.set(server.number());
        tried = numbers;
        if (server == only) {
            only = null;
        }
    }

    /** Whether this exchange may go to {@code server}. */
    public boolean allows(Server server) {
        BitSet numbers = tried;
        return server.weight() > 0
                && (only == null || only == server)
                && (numbers == null || !numbers.get(server.number()));
    }

    /**
     * Takes what was granted, once the waiter has been woken.
     *
     * @return a {@link Server}, this ticket if it still waits, or {@link NoServer#NONE} if there is nothing to take
     */
    public Placement collect() {
        Backend backend = line;
        return backend == null ? NoServer.NONE : backend.collect(this);
    }

    /** Leaves the line, if it stands in one; a slot that was granted and not collected goes to the next in line. */
    public void cancel() {
        Backend backend = line;
        if (backend != null) {
            backend.cancel(this);
        }
    }
}
