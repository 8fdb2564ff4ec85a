package io.weir.backend;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.backend.Placement.NoServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tickets that wait for a slot of the servers of one backend, oldest first. Safe for use by any thread; calls no waiter under its lock. */
final class SlotQueue implements SlotTicket.Queue {
    /*
     * A slot is taken by compare-and-set on its server, without a lock, unless a ticket waits. A session that finds no slot counts its ticket as
     * waiting first and then, under the lock, looks once more; a session that returns a slot returns it first and then looks for waiting tickets.
     * So one of the two sees the other, and no slot is free while a ticket waits that could use it.
     *
     * A ticket that insists on one server waits for that server alone, while others have slots. So it closes the way without a lock to that
     * server only: each server counts the tickets that insist on it.
     */

    private final Object lock = new Object();
    private final AtomicInteger waiting = new AtomicInteger(); // written under lock
    private final AtomicInteger waitingForAny = new AtomicInteger(); // written under lock

    @GuardedBy("lock")
    private List<Server> servers = List.of();

    @GuardedBy("lock")
    private @Nullable SlotTicket head;

    @GuardedBy("lock")
    private @Nullable SlotTicket tail;

    /** How many tickets wait. */
    int waiting() {
        return waiting.get();
    }

    /** How many tickets wait for any server, and do not insist on one. */
    int waitingForAny() {
        return waitingForAny.get();
    }

    /**
     * Puts {@code ticket} into the queue, unless a slot has become free or no server is left for it.
     *
     * @return a {@link Server} with a slot, the ticket, or {@link NoServer#NONE}
     */
    Placement waitForSlot(SlotTicket ticket) {
        synchronized (lock) {
            if (servers.stream().noneMatch(ticket::allows)) {
                return NoServer.NONE;
            }
            count(ticket, 1);
            Server free = takeFreeFor(ticket);
            if (free != null) {
                count(ticket, -1);
                return free;
            }
            append(ticket);
            ticket.queue = this;
            ticket.state = SlotTicket.State.WAITING;
            return ticket;
        }
    }

    /** Gives back the slot that came with {@code server}, and grants it to the next ticket that may use it. */
    void release(Server server) {
        server.returnSlot();
        while (waiting.get() > 0) {
            SlotTicket next = grantNext(server);
            if (next == null || next.waiter.wake() || withdraw(next) == null) {
                return;
            }
            server.returnSlot();
        }
    }

    @Override
    public Placement collect(SlotTicket ticket) {
        synchronized (lock) {
            if (ticket.state == SlotTicket.State.WAITING) {
                return ticket;
            }
            boolean left = ticket.state == SlotTicket.State.DISMISSED;
            Server granted = ticket.granted;
            forget(ticket);
            return granted != null ? granted : left ? NoServer.LEFT : NoServer.NONE;
        }
    }

    @Override
    public void cancel(SlotTicket ticket) {
        Server uncollected = withdraw(ticket);
        if (uncollected != null) {
            release(uncollected);
        }
    }

    /**
     * Grants slots of {@code next} from now on, whose limits may have changed: wakes exactly as many waiting tickets as there are slots for, and those
     * for which none of the servers is left.
     *
     * @param configure gives all servers their new settings; runs under the lock, so that a search never finds the servers of before out of service
     *     and the next ones not yet in it
     */
    void serve(List<Server> next, Runnable configure) {
        List<SlotTicket> dismissed;
        synchronized (lock) {
            configure.run();
            servers = next;
            dismissed = dismiss();
        }
        for (SlotTicket ticket : dismissed) {
            if (!ticket.waiter.wake()) {
                withdraw(ticket);
            }
        }
        // In rounds of one slot each: servers without a limit would have all that wait otherwise.
        List<Server> free = waiting.get() > 0 ? new ArrayList<>(next) : List.of();
        while (!free.isEmpty() && waiting.get() > 0) {
            free.removeIf(server -> !grantOne(server));
        }
    }

    @GuardedBy("lock")
    private List<SlotTicket> dismiss() {
        List<SlotTicket> dismissed = new ArrayList<>();
        for (SlotTicket ticket = head; ticket != null; ticket = ticket.next) {
            if (servers.stream().noneMatch(ticket::allows)) {
                dismissed.add(ticket);
            }
        }
        for (SlotTicket ticket : dismissed) {
            remove(ticket);
            count(ticket, -1);
            ticket.state = SlotTicket.State.DISMISSED;
        }
        return dismissed;
    }

    /** Grants a free slot of {@code server} to the first that may have it. Returns whether there was one and somebody to have it. */
    private boolean grantOne(Server server) {
        SlotTicket next = grantNext(server);
        if (next == null) {
            return false;
        }
        if (!next.waiter.wake() && withdraw(next) != null) {
            server.returnSlot();
        }
        return true;
    }

    /** Takes {@code ticket} out of the queue. Returns the server whose slot was granted and now belongs to nobody. */
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
        ticket.queue = null;
        ticket.state = SlotTicket.State.IDLE;
    }

    private @Nullable SlotTicket grantNext(Server server) {
        synchronized (lock) {
            SlotTicket ticket = firstFor(server);
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
            if (ticket.allows(server) && firstFor(server) == null && server.tryTakeSlot()) {
                return server;
            }
        }
        return null;
    }

    @GuardedBy("lock")
    private @Nullable SlotTicket firstFor(Server server) {
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
