package io.weir.backend;

import io.weir.backend.Placement.NoServer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one session on a slot of some server, its place in the queue while it waits, and the servers it has tried. Made once
 * per session, used again for every exchange.
 *
 * <p>Confined to the event loop of its session, but for the grant, which only marks the ticket and wakes the waiter.
 */
public final class SlotTicket implements Placement {

    enum State {
        IDLE,
        WAITING,
        GRANTED,
        /** No server is left that it could wait for. */
        DISMISSED
    }

    /** The queue that a ticket waits in. */
    interface Queue {

        Placement collect(SlotTicket ticket);

        void cancel(SlotTicket ticket);
    }

    final SlotWaiter waiter;
    private @Nullable List<Server> tried;
    private @Nullable Server only;

    // The queue that it waits in, and all below, are guarded by the lock of that queue.
    @Nullable
    Queue queue;

    State state = State.IDLE;

    @Nullable
    Server granted;

    @Nullable
    SlotTicket previous;

    @Nullable
    SlotTicket next;

    /** A ticket that waits in no queue. */
    public SlotTicket(SlotWaiter waiter) {
        this.waiter = waiter;
    }

    /** Forgets which servers were tried: a new exchange begins. */
    public void reset() {
        tried = null;
        only = null;
    }

    /** Wants this server and no other, for which it waits if it has to, until the server is excluded. Only while it waits in no queue. */
    public void insistOn(Server server) {
        only = server;
    }

    /** The server that it insists on. Does not change while it waits. */
    @Nullable
    Server only() {
        return only;
    }

    /** Notes that this exchange need not try {@code server} again. */
    public void exclude(Server server) {
        List<Server> servers = tried == null ? new ArrayList<>() : tried;
        servers.add(server);
        tried = servers;
        if (server == only) {
            only = null;
        }
    }

    /** Whether this exchange may go to {@code server}. */
    public boolean allows(Server server) {
        List<Server> servers = tried;
        return server.takesTraffic()
                && (only == null || only == server)
                && (servers == null || !servers.contains(server));
    }

    /**
     * Takes what was granted, once the waiter has been woken.
     *
     * @return a {@link Server}, this ticket if it still waits, {@link Placement.NoServer#NONE} if there is nothing to take, or
     *     {@link Placement.NoServer#LEFT} if the servers that it waited for are not in service any more: it insists on none then, and is to be placed
     *     again
     */
    public Placement collect() {
        Queue current = queue;
        Placement placement = current == null ? NoServer.NONE : current.collect(this);
        if (placement == NoServer.LEFT) {
            only = null;
        }
        return placement;
    }

    /** Leaves the queue, if it waits in one; a slot that was granted and not collected goes to the next ticket. */
    public void cancel() {
        Queue current = queue;
        if (current != null) {
            current.cancel(this);
        }
    }
}
