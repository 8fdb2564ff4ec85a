package io.weir.backend;

import io.weir.testing.Race;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/**
 * Whatever sessions do while a reload changes the servers of their backend: once all is quiet, no slot is free that somebody waits for, no more are in
 * use than were ever allowed, and each ticket that was granted a slot or dismissed was woken.
 *
 * <p>A reload grants one slot after the other and not all in one moment, so its steps have no order with those of others that a single thread could follow;
 * what must hold is what holds at the end.
 */
final class SlotQueueRacesTest {

    private static final int CLAIMS = 5;

    @Test
    void threads_that_take_turns_at_every_step_leave_no_slot_and_no_ticket_behind() {
        ModelCheckingOptions options = new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(80)
                .verifier(EpsilonVerifier.class);
        races().forEach(race -> options.addCustomScenario(race.scenario()));
        options.check(Sessions.class);
    }

    @Test
    void threads_that_run_freely_leave_no_slot_and_no_ticket_behind() {
        StressOptions options =
                new StressOptions().iterations(0).invocationsPerIteration(500).verifier(EpsilonVerifier.class);
        races().forEach(race -> options.addCustomScenario(race.scenario()));
        options.check(Sessions.class);
    }

    private static List<Race> races() {
        return List.of(
                // raised by two against a slot that comes back
                waiting().thread(limit(3)).thread(release(0)),
                // raised by one against a slot that comes back, three wait
                waiting().thread(limit(2)).thread(release(0)),
                // raised against a waiter that gives up
                waiting().thread(limit(2)).thread(cancel(1)),
                waiting().thread(limit(3)).thread(cancel(2), ask(2)),
                // raised against newcomers
                new Race().before(ask(0)).thread(limit(2)).thread(ask(1)).thread(ask(2)),
                waiting().thread(limit(2)).thread(ask(4)),
                // raised against a waiter that collects and returns at once
                waiting().thread(limit(2)).thread(collect(1), release(1)).thread(collect(2)),
                // raised and lowered again
                waiting().thread(limit(3), limit(1)).thread(release(0), ask(0)),
                // lowered below what is in use, against slots that come back
                new Race()
                        .before(limit(3), ask(0), ask(1), ask(2), ask(3))
                        .thread(limit(1))
                        .thread(release(0), release(1))
                        .after(release(2)),
                // the server leaves against newcomers, and against those that give up
                new Race().before(ask(0)).thread(leave()).thread(ask(1)).thread(ask(2)),
                waiting().thread(leave()).thread(cancel(1)).thread(collect(2)),
                // the server leaves and comes back against a slot that comes back
                waiting().thread(leave(), limit(2)).thread(release(0), ask(0)),
                waiting().thread(leave(), limit(1)).thread(collect(1), ask(1)),
                // loops that take no more tasks
                waiting().before(die(1)).thread(limit(2)).thread(release(0)),
                waiting().before(die(1), die(2)).thread(limit(3)).thread(cancel(3)),
                waiting().before(die(2)).thread(leave()).thread(ask(4)));
    }

    // One slot, in use, and three that wait for it.
    private static Race waiting() {
        return new Race().before(ask(0), ask(1), ask(2), ask(3));
    }

    private static Actor ask(int claim) {
        return step("ask", claim);
    }

    private static Actor collect(int claim) {
        return step("collect", claim);
    }

    private static Actor release(int claim) {
        return step("release", claim);
    }

    private static Actor cancel(int claim) {
        return step("cancel", claim);
    }

    private static Actor die(int claim) {
        return step("die", claim);
    }

    private static Actor limit(int slots) {
        return step("limit", slots);
    }

    private static Actor leave() {
        return step("leave");
    }

    private static Actor step(String name, Object... arguments) {
        return Race.step(Sessions.class, name, arguments);
    }

    /** Sessions of one backend, whose one server has one slot at first. A claim is used by one thread at a time; reloads are made by one thread. */
    @Param(name = "claim", gen = org.jetbrains.lincheck.datastructures.ThreadIdGen.class)
    public static final class Sessions {

        private final SlotQueue queue = new SlotQueue();
        private final Server server =
                new Server(0, "shop", new ServerSettings("a", Backends.ADDRESS, 1, 1), Backends.ADDRESS);
        private final Session[] sessions = new Session[CLAIMS];
        private int most = 1;

        public Sessions() {
            limit(1);
            for (int i = 0; i < CLAIMS; i++) {
                sessions[i] = new Session();
            }
        }

        @Operation
        public void ask(@Param(name = "claim") int claim) {
            Session session = sessions[claim];
            if (!session.waits) {
                session.wakesBefore = session.wakes.get();
                session.take(place(session.ticket));
            }
        }

        // As a policy does: without the lock unless a ticket waits.
        private Placement place(SlotTicket ticket) {
            return queue.waitingForAny() == 0 && ticket.allows(server) && server.tryTakeSlot()
                    ? server
                    : queue.waitForSlot(ticket);
        }

        @Operation
        public void collect(@Param(name = "claim") int claim) {
            sessions[claim].take(sessions[claim].ticket.collect());
        }

        @Operation
        public void release(@Param(name = "claim") int claim) {
            if (sessions[claim].held > 0) {
                sessions[claim].held--;
                queue.release(server);
            }
        }

        @Operation
        public void cancel(@Param(name = "claim") int claim) {
            sessions[claim].ticket.cancel();
            sessions[claim].waits = false;
        }

        /** From now on the session's event loop takes no tasks. */
        @Operation
        public void die(@Param(name = "claim") int claim) {
            sessions[claim].dead = true;
        }

        @Operation
        public void limit(int slots) {
            most = Math.max(most, slots);
            queue.serve(List.of(server), () -> server.serve(new ServerSettings("a", Backends.ADDRESS, 1, slots)));
        }

        @Operation
        public void leave() {
            queue.serve(List.of(), server::leave);
        }

        @Validate
        public void nothing_is_left_behind() {
            int inUse = 0;
            int waiting = 0;
            for (Session session : sessions) {
                SlotTicket ticket = session.ticket;
                boolean granted = ticket.state == SlotTicket.State.GRANTED;
                boolean waits = ticket.state == SlotTicket.State.WAITING;
                inUse += session.held + (granted ? 1 : 0);
                waiting += waits ? 1 : 0;
                require((ticket.granted != null) == granted, "a ticket has a slot if it was granted one");
                require(!session.dead || !granted, "no slot is left to a session that is dead");
                boolean outcome = granted || ticket.state == SlotTicket.State.DISMISSED;
                require(!outcome || session.wakes.get() > session.wakesBefore, "a ticket that need not wait was woken");
            }
            require(server.active() == inUse, "as many slots are taken as sessions have");
            require(inUse <= most, "no more slots are taken than ever were allowed");
            require(queue.waiting() == waiting, "as many are counted as wait");
            require(queue.waitingForAny() == waiting, "as many are counted as wait for any server");
            require(waiting == 0 || server.isInService(), "nobody waits for a server that has left");
            require(waiting == 0 || server.isFull(), "nobody waits for a slot that is free");
        }

        // Not by AssertJ, which Lincheck would follow into.
        private static void require(boolean holds, String what) {
            if (!holds) {
                throw new IllegalStateException("expected: " + what);
            }
        }
    }

    /** One ticket, and the slots that came of it. */
    private static final class Session {
        final AtomicInteger wakes = new AtomicInteger();
        final SlotTicket ticket = new SlotTicket(this::wake);
        volatile boolean dead;
        boolean waits;
        int held;
        int wakesBefore;

        private boolean wake() {
            wakes.incrementAndGet();
            return !dead;
        }

        void take(Placement placement) {
            waits = placement == ticket;
            held += placement instanceof Server ? 1 : 0;
        }
    }
}
