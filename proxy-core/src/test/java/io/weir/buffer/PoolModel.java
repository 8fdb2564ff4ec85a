package io.weir.buffer;

import io.weir.buffer.Acquisition.Refusal;
import io.weir.buffer.Permits.Origin;
import io.weir.buffer.PoolObserver.WaitEnd;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a buffer pool promises, written as naively as can be: a list of all claims, searched and sorted anew for every question.
 * No locks, no atomics, no lines.
 *
 * <p>It is told each thing that happens, at the moment in which the real pool decides it, and says what must come of it.
 */
final class PoolModel {

    /** In line, or granted and not yet collected. */
    static final String PENDING = "pending";

    private static final int PATIENCE = 8;

    final List<Entry> entries = new ArrayList<>();

    /** Told to the observer next, from the top: what happens inside a call from the pool is told before what goes on after it. */
    final Deque<String> owedEvents = new ArrayDeque<>();

    /** Woken next, from the top. */
    final Deque<Integer> owedWakes = new ArrayDeque<>();

    final Coverage coverage;
    private final int total;
    private final int reserve;
    private int freeOrdinary;
    private int freeReserve;
    private boolean closed;
    private long nextAge;
    private int passedOver;
    private long now;

    PoolModel(int count, int reserve, Coverage coverage) {
        this.total = count + reserve;
        this.reserve = reserve;
        this.coverage = coverage;
        freeOrdinary = count;
        freeReserve = reserve;
    }

    /** One ticket. */
    static final class Entry {
        final int id;
        final Flow flow;
        Ticket.State state = Ticket.State.IDLE;
        WaitClass waitClass = WaitClass.CONTINUE;
        long age;
        long since;
        Origin granted = Origin.NONE;

        Entry(int id, Flow flow) {
            this.id = id;
            this.flow = flow;
        }

        boolean mayUseReserve(WaitClass urgency) {
            return flow == Flow.RESPONSE || urgency == WaitClass.FINISH;
        }
    }

    void add(Flow flow) {
        entries.add(new Entry(entries.size(), flow));
    }

    void tick(long nanos) {
        now += nanos;
    }

    /** The origin of the lease, PENDING, or a refusal. */
    Object acquire(int id, WaitClass urgency) {
        Entry entry = entries.get(id);
        boolean usesReserve = entry.mayUseReserve(urgency);
        if (closed) {
            return Refusal.POOL_CLOSED;
        }
        if (entry.state == Ticket.State.CLOSED) {
            return Refusal.TICKET_CLOSED;
        }
        if (entry.state == Ticket.State.GRANTED) {
            return PENDING;
        }
        if (entry.state == Ticket.State.WAITING) {
            promote(entry, urgency);
            return PENDING;
        }
        if (freeOrdinary > 0) {
            freeOrdinary--;
            return Origin.ORDINARY;
        }
        if (usesReserve && freeReserve > 0) {
            coverage.count(waiting().isEmpty() ? Coverage.Case.RESERVE : Coverage.Case.RESERVE_PAST_WAITERS);
            freeReserve--;
            return Origin.RESERVE;
        }
        entry.state = Ticket.State.WAITING;
        entry.waitClass = urgency;
        entry.age = nextAge++;
        entry.since = now;
        coverage.count(Coverage.Case.WAIT);
        return PENDING;
    }

    private void promote(Entry entry, WaitClass urgency) {
        if (urgency.ordinal() >= entry.waitClass.ordinal()) {
            return;
        }
        entry.waitClass = urgency;
        coverage.count(Coverage.Case.PROMOTION);
        if (entry.mayUseReserve(urgency) && freeReserve > 0) {
            coverage.count(Coverage.Case.PROMOTION_INTO_RESERVE);
            freeReserve--;
            offer(Origin.RESERVE);
        }
    }

    /** A buffer has lost its last reference. */
    void release(Origin origin) {
        offer(origin);
    }

    /** The origin of the lease, PENDING, or a refusal. */
    Object collect(int id) {
        Entry entry = entries.get(id);
        if (entry.state == Ticket.State.WAITING) {
            coverage.count(Coverage.Case.EARLY_COLLECT);
            return PENDING;
        }
        if (entry.state != Ticket.State.GRANTED) {
            coverage.count(Coverage.Case.VAIN_COLLECT);
            return Refusal.NOT_WAITING;
        }
        entry.state = Ticket.State.IDLE;
        return take(entry);
    }

    boolean cancel(int id) {
        Entry entry = entries.get(id);
        if (entry.state != Ticket.State.WAITING) {
            if (entry.state == Ticket.State.GRANTED) {
                coverage.count(Coverage.Case.CANCEL_TOO_LATE);
            }
            return false;
        }
        entry.state = Ticket.State.IDLE;
        owedEvents.push(event(entry, WaitEnd.CANCELLED));
        coverage.count(Coverage.Case.CANCEL);
        return true;
    }

    /** What closing does after it has left the line. */
    void closeTicket(int id) {
        Entry entry = entries.get(id);
        entry.state = Ticket.State.CLOSED;
        if (entry.granted != Origin.NONE) {
            coverage.count(Coverage.Case.CLOSE_WITH_GRANT);
            offer(take(entry));
        }
    }

    /** The loop of a ticket that was woken takes no more tasks. */
    void surrender(int id) {
        Entry entry = entries.get(id);
        if (entry.state != Ticket.State.GRANTED) {
            coverage.count(Coverage.Case.STALE_DEAD_WAKE);
            return;
        }
        coverage.count(Coverage.Case.SURRENDER);
        entry.state = Ticket.State.CLOSED;
        offer(take(entry));
    }

    void closePool() {
        closed = true;
        waiting().forEach(entry -> entry.state = Ticket.State.CLOSED);
    }

    private static Origin take(Entry entry) {
        Origin origin = entry.granted;
        entry.granted = Origin.NONE;
        return origin;
    }

    private void offer(Origin origin) {
        Entry next = origin == Origin.RESERVE ? nextForReserve() : nextForOrdinary();
        if (next == null) {
            freeOrdinary += origin == Origin.ORDINARY ? 1 : 0;
            freeReserve += origin == Origin.RESERVE ? 1 : 0;
            return;
        }
        coverage.count(origin == Origin.RESERVE ? Coverage.Case.GRANT_OF_RESERVE : Coverage.Case.GRANT);
        next.state = Ticket.State.GRANTED;
        next.granted = origin;
        owedEvents.push(event(next, WaitEnd.GRANTED));
        owedWakes.push(next.id);
    }

    private Entry nextForReserve() {
        return first(waiting(), entry -> entry.mayUseReserve(entry.waitClass));
    }

    private Entry nextForOrdinary() {
        List<Entry> line = waiting();
        Entry patient = first(line, entry -> entry.waitClass == WaitClass.CONTINUE);
        Entry urgent = first(line, entry -> entry.waitClass != WaitClass.CONTINUE);
        if (patient == null) {
            passedOver = 0;
            return urgent;
        }
        if (urgent == null || passedOver == PATIENCE) {
            if (urgent != null) {
                coverage.count(Coverage.Case.PATIENCE);
            }
            passedOver = 0;
            return patient;
        }
        passedOver++;
        return urgent;
    }

    private static Entry first(List<Entry> line, Predicate<Entry> condition) {
        return line.stream().filter(condition).findFirst().orElse(null);
    }

    /** Everybody in line, most urgent class first, oldest first. */
    List<Entry> waiting() {
        List<Entry> line = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.state == Ticket.State.WAITING) {
                line.add(entry);
            }
        }
        line.sort(Comparator.comparing((Entry entry) -> entry.waitClass).thenComparingLong(entry -> entry.age));
        return line;
    }

    int waiting(WaitClass waitClass) {
        return (int)
                waiting().stream().filter(entry -> entry.waitClass == waitClass).count();
    }

    long oldestWait() {
        return waiting().stream().mapToLong(entry -> now - entry.since).max().orElse(0);
    }

    int leased() {
        return total - freeOrdinary - freeReserve;
    }

    int reserveLeased() {
        return reserve - freeReserve;
    }

    private String event(Entry entry, WaitEnd end) {
        return end + " " + entry.flow + " " + entry.waitClass + " " + (now - entry.since);
    }
}
