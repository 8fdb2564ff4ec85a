package io.weir.buffer;

import io.weir.buffer.Permits.Origin;
import io.weir.buffer.Schedule.Kind;
import io.weir.buffer.Schedule.Step;
import io.weir.time.HandTicker;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one schedule on a real pool and on the model of one, and compares them after every step.
 *
 * <p>There is one thread. Event loops are lists of tasks, run when the schedule says so. Other threads run inside the steps: where
 * the pool calls out, which it does between a grant and its wake-up with no lock held, the next step may happen, on another loop.
 */
final class Simulation {

    private final Schedule schedule;
    private final HandTicker ticker = new HandTicker();
    private final BufferPool pool;
    private final PoolModel model;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Party> parties = new ArrayList<>();
    private final List<String> trace = new ArrayList<>();
    private final Coverage coverage;
    private long nextTag = 1;
    private int cursor;
    private boolean mayInterleave;

    private Simulation(Schedule schedule, Coverage coverage) {
        this.schedule = schedule;
        this.coverage = coverage;
        PoolLimits limits = PoolLimits.of(schedule.count(), schedule.reserve(), PoolFixture.SIZE);
        pool = new BufferPool(limits, ticker, new Listener());
        model = new PoolModel(schedule.count(), schedule.reserve(), coverage);
        for (int i = 0; i < schedule.loops(); i++) {
            loops.add(new Loop());
        }
        for (int i = 0; i < schedule.flows().size(); i++) {
            parties.add(new Party(i, schedule.flows().get(i), loops.get(i % loops.size())));
            model.add(schedule.flows().get(i));
        }
    }

    /** Runs {@code schedule}; throws what went wrong, with the steps so far. */
    static void run(Schedule schedule, Coverage coverage) {
        Simulation simulation = new Simulation(schedule, coverage);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(simulation.story(), e);
        }
    }

    private void run() {
        while (cursor < schedule.steps().size()) {
            nextStep();
            expect("events not told", model.owedEvents.size(), 0);
            expect("wake-ups not made", model.owedWakes.size(), 0);
        }
        windDown();
    }

    private void nextStep() {
        Step step = schedule.steps().get(cursor++);
        Party party = parties.get(step.claim());
        Loop actor = step.kind() == Kind.RELEASE ? loops.get(step.choice() % loops.size()) : party.loop;
        if (actor.busy || (actor.dead && step.kind() != Kind.RELEASE)) {
            return;
        }
        boolean outer = mayInterleave;
        mayInterleave = step.interleaved();
        actor.busy = true;
        execute(step, party);
        actor.busy = false;
        mayInterleave = outer;
        compare();
    }

    private void execute(Step step, Party party) {
        switch (step.kind()) {
            case ACQUIRE -> party.acquire(step.urgency());
            case RELEASE -> party.release();
            case SLICE -> party.slice();
            case CANCEL -> party.cancel();
            case CLOSE -> party.close();
            case COLLECT -> party.collect(step.choice());
            case RUN_TASK -> runTask(party.loop, step.choice());
            case KILL_LOOP -> kill(party.loop, step.choice() % 2 == 0);
            case SWEEP -> expect("waiters that had to be rescued", pool.sweep(), 0);
            case TICK -> tick(step.choice());
            case CLOSE_POOL -> closePool();
        }
    }

    private void runTask(Loop loop, int choice) {
        if (!loop.tasks.isEmpty()) {
            Party woken = loop.tasks.remove(choice % loop.tasks.size());
            woken.collect(choice);
        }
    }

    // As Netty's loops do, it runs what it has taken on. Its sessions may have been closed before, or not.
    private void kill(Loop loop, boolean orderly) {
        say("a loop dies");
        if (orderly) {
            parties.stream().filter(party -> party.loop == loop).forEach(Party::close);
        }
        while (!loop.tasks.isEmpty()) {
            loop.tasks.remove(0).collect(0);
        }
        loop.dead = true;
    }

    private void tick(int choice) {
        ticker.advance(choice);
        model.tick(choice);
    }

    private void closePool() {
        say("the pool is closed");
        model.closePool();
        pool.close();
    }

    /** Everybody gives back what he has and goes through with what he waits for. Then nobody may be left in line. */
    private void windDown() {
        mayInterleave = false;
        say("everybody finishes");
        boolean more = true;
        while (more) {
            more = false;
            for (Party party : parties) {
                while (!party.held.isEmpty()) {
                    party.release();
                    more = true;
                }
            }
            for (Loop loop : loops) {
                while (!loop.tasks.isEmpty()) {
                    loop.tasks.remove(0).collect(0);
                    more = true;
                }
            }
            compare();
        }
        expect("left in line", pool.level().waiting(), 0);
        expect("leased", pool.leased(), 0);
    }

    private void compare() {
        PoolLevel level = pool.level();
        expect("leased", level.leased(), model.leased());
        expect("leased of the reserve", level.reserveLeased(), model.reserveLeased());
        expect("waiting to finish", level.waitingFinish(), model.waiting(WaitClass.FINISH));
        expect("waiting to start", level.waitingStart(), model.waiting(WaitClass.START));
        expect("waiting to continue", level.waitingContinue(), model.waiting(WaitClass.CONTINUE));
        expect("oldest wait", level.oldestWaitNanos(), model.oldestWait());
        expect("rescued", level.rescued(), 0L);
        expect("quiescent", pool.isQuiescent(), true);
        if (level.leased() > level.limit()) {
            throw new AssertionError("leased: " + level.leased() + " (expected: <= " + level.limit() + ")");
        }
        parties.forEach(Party::compare);
        compareLines();
    }

    private void compareLines() {
        List<PoolModel.Entry> waiting = model.waiting();
        for (PoolModel.Entry entry : waiting) {
            List<PoolModel.Entry> line = waiting.stream()
                    .filter(other -> other.waitClass == entry.waitClass && other.flow == entry.flow)
                    .toList();
            int place = line.indexOf(entry);
            Ticket ticket = parties.get(entry.id).ticket;
            expect("before claim " + entry.id, ticket.previous, place == 0 ? null : ticketOf(line.get(place - 1)));
            expect(
                    "behind claim " + entry.id,
                    ticket.next,
                    place == line.size() - 1 ? null : ticketOf(line.get(place + 1)));
        }
    }

    private Ticket ticketOf(PoolModel.Entry entry) {
        return parties.get(entry.id).ticket;
    }

    private static void expect(String what, Object actual, Object expected) {
        if (actual == null ? expected != null : !actual.equals(expected)) {
            throw new AssertionError(what + ": " + actual + " (expected: " + expected + ")");
        }
    }

    private void say(String line) {
        trace.add(line);
    }

    private String story() {
        return schedule + "\n  " + String.join("\n  ", trace) + "\n";
    }

    /** Tasks that were taken on and have not run. */
    private static final class Loop {
        final List<Party> tasks = new ArrayList<>();
        boolean dead;
        boolean busy;
    }

    /** What the pool tells is compared too, and is the moment for another thread to act. */
    private final class Listener implements PoolObserver {

        @Override
        public void waitEnded(Flow flow, WaitClass waitClass, WaitEnd end, long waitedNanos) {
            expect("event", end + " " + flow + " " + waitClass + " " + waitedNanos, model.owedEvents.poll());
            boolean more = mayInterleave;
            mayInterleave = false;
            while (more && cursor < schedule.steps().size()) {
                more = schedule.steps().get(cursor).interleaved();
                coverage.count(Coverage.Case.INTERLEAVED_STEP);
                say("meanwhile");
                nextStep();
                say("end of meanwhile");
            }
        }

        @Override
        public void rescued(int waiters) {
            throw new AssertionError("rescued: " + waiters + " (expected: never)");
        }
    }

    /** A buffer in use, marked by its user. */
    private record Held(Lease lease, Origin origin, long tag) {}

    /** One flow of a session. */
    private final class Party {
        final int id;
        final Loop loop;
        final Ticket ticket;
        final List<Held> held = new ArrayList<>();

        Party(int id, Flow flow, Loop loop) {
            this.id = id;
            this.loop = loop;
            ticket = pool.ticket(id, flow, this::wake);
        }

        private boolean wake(Ticket woken) {
            expect("woken", id, model.owedWakes.poll());
            if (loop.dead) {
                say("claim " + id + " cannot be woken");
                model.surrender(id);
                return false;
            }
            say("claim " + id + " is woken");
            loop.tasks.add(this);
            return true;
        }

        void acquire(WaitClass urgency) {
            Object expected = model.acquire(id, urgency);
            say("claim " + id + " (" + ticket.flow + ") acquires " + urgency + ": " + expected);
            take(ticket.acquire(urgency), expected);
        }

        void collect(int choice) {
            Object expected = model.collect(id);
            say("claim " + id + " collects: " + expected);
            take(ticket.collect(), expected);
            if (choice % 3 == 0) {
                release();
            }
        }

        private void take(Acquisition acquisition, Object expected) {
            if (acquisition instanceof Lease lease) {
                expect("outcome", lease.place().origin, expected);
                expect("bytes in a fresh buffer", lease.buffer().writerIndex(), 0);
                lease.buffer().writeLong(nextTag);
                held.add(new Held(lease, lease.place().origin, nextTag++));
            } else {
                expect("outcome", acquisition == ticket ? PoolModel.PENDING : acquisition, expected);
            }
        }

        void release() {
            if (held.isEmpty()) {
                return;
            }
            Held oldest = held.remove(0);
            expect("own bytes", oldest.lease.buffer().getLong(0), oldest.tag);
            say("claim " + id + " releases a buffer, " + oldest.origin);
            model.release(oldest.origin);
            oldest.lease.buffer().release();
        }

        // The slice is released in the place of the lease.
        void slice() {
            if (held.isEmpty()) {
                return;
            }
            coverage.count(Coverage.Case.LEASE_KEPT_BY_SLICE);
            say("claim " + id + " closes a lease, but keeps a slice");
            Lease lease = held.get(0).lease;
            lease.buffer().retainedSlice();
            lease.close();
        }

        void cancel() {
            boolean expected = model.cancel(id);
            say("claim " + id + " cancels: " + expected);
            expect("cancelled", ticket.cancel(), expected);
        }

        void close() {
            say("claim " + id + " closes");
            if (!model.cancel(id)) {
                model.closeTicket(id);
            }
            ticket.close();
            model.closeTicket(id);
        }

        void compare() {
            PoolModel.Entry entry = model.entries.get(id);
            expect("state of claim " + id, ticket.state, entry.state);
            if (entry.state == Ticket.State.WAITING) {
                expect("class of claim " + id, ticket.waitClass, entry.waitClass);
            }
            Lease granted = ticket.granted;
            expect("granted to claim " + id, granted == null ? Origin.NONE : granted.place().origin, entry.granted);
        }
    }
}
