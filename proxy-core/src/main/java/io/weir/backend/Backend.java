package io.weir.backend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A named set of servers, and the line of those who wait for a slot of any of them. Safe for use by any thread. */
public final class Backend {
    /*
     * A slot is taken by compare-and-set on its server, without a lock, unless somebody waits. Who finds none counts itself as
     * a waiter first and then, under the lock, looks once more; who returns one returns it first and then looks for waiters.
     * So one of the two sees the other, and no slot is free while somebody waits who could use it.
     *
     * A ticket that insists on one server waits for that server alone, while others have slots. So it closes the way without a lock to that
     * server only: each server counts the tickets that insist on it.
     */

    private final String name;
    private final List<Server> servers;
    private final ProxyProtocol proxyProtocol;
    private final Reuse reuse;

    private final Object lock = new Object();
    private final AtomicInteger waiting = new AtomicInteger(); // written under lock
    private final AtomicInteger waitingForAny = new AtomicInteger(); // written under lock

    @GuardedBy("lock")
    private @Nullable SlotTicket head;

    @GuardedBy("lock")
    private @Nullable SlotTicket tail;

    /** A backend with all slots free. Looks up the addresses that are names. */
    public Backend(BackendSettings settings) {
        name = settings.name();
        proxyProtocol = settings.proxyProtocol();
        reuse = settings.reuse();
        List<Server> made = new ArrayList<>();
        for (ServerSettings server : settings.servers()) {
            made.add(new Server(made.size(), name, server));
        }
        servers = List.copyOf(made);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its servers, each at the place that its number tells. */
    public List<Server> servers() {
        return servers;
    }

    /** How its servers are told of the client before the first byte. */
    public ProxyProtocol proxyProtocol() {
        return proxyProtocol;
    }

    /** Whose exchanges may follow each other on one connection. Nobody's where servers are told of the client. */
    public Reuse reuse() {
        return proxyProtocol == ProxyProtocol.OFF ? reuse : Reuse.NEVER;
    }

    /** How many wait for a slot. */
    public int waiting() {
        return waiting.get();
    }

    /** How many wait for a slot of any server, and do not insist on one. */
    public int waitingForAny() {
        return waitingForAny.get();
    }

    /**
     * Puts {@code ticket} in line, unless a slot has become free or no server is left for it.
     *
     * @return a {@link Server} with a slot, the ticket, or {@link NoServer#NONE}
     */
    public Placement waitForSlot(SlotTicket ticket) {
        if (servers.stream().noneMatch(ticket::allows)) {
            return NoServer.NONE;
        }
        synchronized (lock) {
            count(ticket, 1);
            Server free = takeFreeFor(ticket);
            if (free != null) {
                count(ticket, -1);
                return free;
            }
            append(ticket);
            ticket.line = this;
            ticket.state = SlotTicket.State.WAITING;
            return ticket;
        }
    }

    /** Gives back the slot that came with {@code server}. */
    public void release(Server server) {
        server.returnSlot();
        while (waiting.get() > 0) {
            SlotTicket next = grantNext(server);
            if (next == null || next.waiter.wake() || withdraw(next) == null) {
                return;
            }
            server.returnSlot();
        }
    }

    Placement collect(SlotTicket ticket) {
        synchronized (lock) {
            if (ticket.state == SlotTicket.State.WAITING) {
                return ticket;
            }
            Server granted = ticket.granted;
            forget(ticket);
            return granted == null ? NoServer.NONE : granted;
        }
    }

    void cancel(SlotTicket ticket) {
        Server uncollected = withdraw(ticket);
        if (uncollected != null) {
            release(uncollected);
        }
    }

    /** Takes {@code ticket} out of the line. Returns the server whose slot was granted and now belongs to nobody. */
    private @Nullable Server withdraw(SlotTicket ticket) {
        synchronized (lock) {
            if (ticket.state == SlotTicket.State.WAITING) {
                remove(ticket);
                count(ticket, -1);
            }
            Server uncollected = ticket.granted;
            forget(ticket);
            return uncollected;
        }
    }

    @GuardedBy("lock")
    private void count(SlotTicket ticket, int change) {
        Server only = ticket.only();
        if (only == null) {
            waitingForAny.addAndGet(change);
        } else {
            only.countInsisting(change);
        }
        waiting.addAndGet(change);
    }

    @GuardedBy("lock")
    private void forget(SlotTicket ticket) {
        ticket.granted = null;
        ticket.line = null;
        ticket.state = SlotTicket.State.IDLE;
    }

    private @Nullable SlotTicket grantNext(Server server) {
        synchronized (lock) {
            SlotTicket ticket = firstInLineFor(server);
            if (ticket == null || !server.tryTakeSlot()) {
                return null;
            }
            remove(ticket);
            count(ticket, -1);
            ticket.granted = server;
            ticket.state = SlotTicket.State.GRANTED;
            return ticket;
        }
    }

    @GuardedBy("lock")
    private @Nullable Server takeFreeFor(SlotTicket ticket) {
        for (Server server : servers) {
            if (ticket.allows(server) && firstInLineFor(server) == null && server.tryTakeSlot()) {
                return server;
            }
        }
        return null;
    }

    @GuardedBy("lock")
    private @Nullable SlotTicket firstInLineFor(Server server) {
        SlotTicket ticket = head;
        while (ticket != null && !ticket.allows(server)) {
            ticket = ticket.next;
        }
        return ticket;
    }

    @GuardedBy("lock")
    private void append(SlotTicket ticket) {
        SlotTicket last = tail;
        ticket.previous = last;
        if (last == null) {
            head = ticket;
        } else {
            last.next = ticket;
        }
        tail = ticket;
    }

    @GuardedBy("lock")
    private void remove(SlotTicket ticket) {
        SlotTicket previous = ticket.previous;
        SlotTicket next = ticket.next;
        if (previous == null) {
            head = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            tail = previous;
        } else {
            next.previous = previous;
        }
        ticket.previous = null;
        ticket.next = null;
    }
}
