package io.weir.buffer;

import io.weir.buffer.Permits.Origin;
import org.jspecify.annotations.Nullable;

/** Who waits for a buffer, in the order in which they are to be served. Guarded by the lock of its pool. */
final class WaitQueue {
    /*
     * One line per class and flow, each in order of age. An ordinary buffer goes to the oldest waiter of the most urgent class.
     * A buffer of the reserve goes to the oldest who may use it: class finish, or any of the response flow. Keeping the flows of
     * a class apart makes both choices a look at the heads.
     *
     * Finish cannot starve start, because only what was started can finish. But start could starve continue for ever: clients
     * can always begin something new. So after PATIENCE ordinary buffers in a row that went past a waiter of class continue, the
     * next one is for continue.
     */

    static final int PATIENCE = 8;

    private static final WaitClass[] CLASSES = WaitClass.values();
    private static final Flow[] FLOWS = Flow.values();

    private final Line[] lines = new Line[CLASSES.length * FLOWS.length];
    private long nextAge;
    private int passedOver;

    WaitQueue() {
        for (int i = 0; i < lines.length; i++) {
            lines[i] = new Line();
        }
    }

    /** Adds a ticket that is in no line, as the youngest of its class. */
    void add(Ticket ticket, WaitClass waitClass) {
        ticket.waitClass = waitClass;
        ticket.age = nextAge++;
        line(waitClass, ticket.flow).append(ticket);
    }

    /** Takes a ticket out of the line that it is in. */
    void remove(Ticket ticket) {
        line(ticket.waitClass, ticket.flow).remove(ticket);
    }

    /** Moves a ticket to a more urgent class, where it stands by its age. */
    void promote(Ticket ticket, WaitClass better) {
        remove(ticket);
        ticket.waitClass = better;
        line(better, ticket.flow).insertByAge(ticket);
    }

    /** Takes out the ticket that a buffer of this origin is owed to. */
    @Nullable
    Ticket takeNext(Origin origin) {
        Ticket next = origin == Origin.RESERVE ? nextForReserve() : nextForOrdinary();
        if (next != null) {
            remove(next);
        }
        return next;
    }

    /** Whether anybody waits who could use a buffer of this origin. */
    boolean hasTakerFor(Origin origin) {
        return (origin == Origin.RESERVE ? nextForReserve() : oldestOfAll()) != null;
    }

    /** The origin of a buffer that is free although somebody waits who could use it. */
    Origin idleAlthoughWanted(Permits permits) {
        if (permits.freeOrdinary() > 0 && hasTakerFor(Origin.ORDINARY)) {
            return Origin.ORDINARY;
        }
        return permits.freeReserve() > 0 && hasTakerFor(Origin.RESERVE) ? Origin.RESERVE : Origin.NONE;
    }

    int size(WaitClass waitClass) {
        int size = 0;
        for (Flow flow : FLOWS) {
            size += line(waitClass, flow).size;
        }
        return size;
    }

    /** The waiter who has waited longest. */
    @Nullable
    Ticket oldestOfAll() {
        Ticket oldest = null;
        for (Line line : lines) {
            oldest = older(oldest, line.head);
        }
        return oldest;
    }

    /** The waiter of this class who has waited longest. */
    @Nullable
    Ticket oldest(WaitClass waitClass) {
        return older(line(waitClass, Flow.REQUEST).head, line(waitClass, Flow.RESPONSE).head);
    }

    /** Age of the waiter who has waited longest, in nanoseconds; 0 if nobody waits. */
    long longestWait(long nowNanos) {
        return wait(oldestOfAll(), nowNanos);
    }

    /** As {@link #longestWait(long)}, of this class. */
    long longestWait(WaitClass waitClass, long nowNanos) {
        return wait(oldest(waitClass), nowNanos);
    }

    private static long wait(@Nullable Ticket ticket, long nowNanos) {
        return ticket == null ? 0 : nowNanos - ticket.sinceNanos;
    }

    private @Nullable Ticket nextForReserve() {
        Ticket finish = oldest(WaitClass.FINISH);
        if (finish != null) {
            return finish;
        }
        Ticket start = line(WaitClass.START, Flow.RESPONSE).head;
        return start != null ? start : line(WaitClass.CONTINUE, Flow.RESPONSE).head;
    }

    private @Nullable Ticket nextForOrdinary() {
        Ticket patient = oldest(WaitClass.CONTINUE);
        if (patient == null || passedOver >= PATIENCE) {
            passedOver = 0;
            return patient != null ? patient : mostUrgent();
        }
        Ticket urgent = mostUrgent();
        passedOver = urgent == null ? 0 : passedOver + 1;
        return urgent != null ? urgent : patient;
    }

    private @Nullable Ticket mostUrgent() {
        Ticket finish = oldest(WaitClass.FINISH);
        return finish != null ? finish : oldest(WaitClass.START);
    }

    private Line line(WaitClass waitClass, Flow flow) {
        return lines[waitClass.ordinal() * FLOWS.length + flow.ordinal()];
    }

    private static @Nullable Ticket older(@Nullable Ticket one, @Nullable Ticket other) {
        if (one == null) {
            return other;
        }
        return other == null || one.age < other.age ? one : other;
    }

    /** A doubly linked list through the tickets themselves: waiting needs no memory. */
    private static final class Line {

        @Nullable
        Ticket head;

        @Nullable
        Ticket tail;

        int size;

        void append(Ticket ticket) {
            insertAfter(tail, ticket);
        }

        // From the tail: who is promoted is seldom older than those already there.
        void insertByAge(Ticket ticket) {
            Ticket before = tail;
            while (before != null && before.age > ticket.age) {
                before = before.previous;
            }
            insertAfter(before, ticket);
        }

        void remove(Ticket ticket) {
            Ticket previous = ticket.previous;
            Ticket next = ticket.next;
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
            size--;
        }

        private void insertAfter(@Nullable Ticket before, Ticket ticket) {
            Ticket after = before == null ? head : before.next;
            ticket.previous = before;
            ticket.next = after;
            if (before == null) {
                head = ticket;
            } else {
                before.next = ticket;
            }
            if (after == null) {
                tail = ticket;
            } else {
                after.previous = ticket;
            }
            size++;
        }
    }
}
