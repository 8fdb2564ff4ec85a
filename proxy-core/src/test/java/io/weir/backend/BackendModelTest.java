package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random schedules, each compared step by step with a line and counters that are searched from end to end. */
final class BackendModelTest {

    private static final int SCHEDULES = 4_000;

    @Test
    void slots_go_to_those_and_only_those_who_a_plain_line_would_give_them_to() {
        int grants = 0;
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Schedule schedule = new Schedule(seed);
            schedule.play();
            schedule.end();
            grants += schedule.model.grants;
        }
        // Or else the schedules prove nothing.
        assertThat(grants).isGreaterThan(5 * SCHEDULES);
    }

    private static final class Schedule {
        private final long seed;
        private final SplittableRandom random;
        private final Backend backend;
        private final Model model;
        private final List<Waiter> waiters = new ArrayList<>();
        private int step;

        Schedule(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            int[] limits = random.ints(random.nextInt(1, 4), 1, 3).toArray();
            backend = Backends.of(limits);
            int sessions = random.nextInt(4, 14);
            model = new Model(limits, sessions);
            for (int i = 0; i < sessions; i++) {
                waiters.add(new Waiter());
            }
        }

        void play() {
            int steps = random.nextInt(50, 200);
            for (step = 0; step < steps; step++) {
                int session = random.nextInt(waiters.size());
                switch (random.nextInt(18)) {
                    case 0, 1, 2, 3, 4, 5, 6 -> ask(session);
                    case 7, 8, 9, 10 -> release(session);
                    case 11, 12, 13, 14 -> collect(session);
                    case 15 -> cancel(session);
                    case 16 -> exclude(session, random.nextInt(backend.servers().size()));
                    default -> endLoop(session);
                }
                compare();
            }
        }

        // All give back what they have and leave: nothing may be left.
        void end() {
            for (int session = 0; session < waiters.size(); session++) {
                cancel(session);
                release(session);
            }
            compare();
            assertThat(backend.waiting()).as("%s", this).isZero();
            assertThat(backend.servers())
                    .as("%s", this)
                    .extracting(Server::active)
                    .containsOnly(0);
        }

        private void ask(int session) {
            if (model.isIdle(session)) {
                Placement placement = backend.waitForSlot(waiters.get(session).ticket);
                assertThat(describe(session, placement)).as("%s", this).isEqualTo(model.ask(session));
            }
        }

        private void collect(int session) {
            Placement placement = waiters.get(session).ticket.collect();
            assertThat(describe(session, placement)).as("%s", this).isEqualTo(model.collect(session));
        }

        private void release(int session) {
            int held = model.held[session];
            if (held != Model.NOTHING) {
                model.release(session);
                backend.release(backend.servers().get(held));
            }
        }

        private void cancel(int session) {
            waiters.get(session).ticket.cancel();
            model.cancel(session);
        }

        private void exclude(int session, int server) {
            SlotTicket ticket = waiters.get(session).ticket;
            if (!model.isIdle(session)) {
                return;
            }
            if (random.nextInt(2) == 0) {
                ticket.reset();
                model.tried.get(session).clear();
            } else {
                ticket.exclude(backend.servers().get(server));
                model.tried.get(session).add(server);
            }
        }

        private void endLoop(int session) {
            if (random.nextInt(8) == 0) {
                waiters.get(session).dead = true;
                model.dead[session] = true;
            }
        }

        private void compare() {
            assertThat(backend.waiting()).as("%s", this).isEqualTo(model.line.size());
            for (Server server : backend.servers()) {
                int active = model.active[server.number()];
                assertThat(server.active()).as("%s", this).isEqualTo(active).isBetween(0, server.maxConnections());
                assertThat(active < server.maxConnections() && model.firstInLineFor(server.number()) != Model.NOTHING)
                        .as("%s: a slot of %s is free and somebody waits for it", this, server)
                        .isFalse();
            }
            for (int i = 0; i < waiters.size(); i++) {
                assertThat(waiters.get(i).wakes).as("%s: session %d", this, i).isEqualTo(model.wakes[i]);
            }
        }

        private String describe(int session, Placement placement) {
            if (placement instanceof Server server) {
                return "server " + server.number();
            }
            return placement == waiters.get(session).ticket ? "waits" : placement.toString();
        }

        @Override
        public String toString() {
            return "seed " + seed + " step " + step;
        }
    }

    private static final class Model {
        private static final int NOTHING = -1;

        private final int[] limits;
        private final int[] active;
        private final List<Integer> line = new ArrayList<>();
        private final List<Set<Integer>> tried = new ArrayList<>();
        private final int[] granted;
        private final int[] held;
        private final boolean[] dead;
        private final int[] wakes;
        private int grants;

        Model(int[] limits, int sessions) {
            this.limits = limits;
            active = new int[limits.length];
            granted = new int[sessions];
            held = new int[sessions];
            dead = new boolean[sessions];
            wakes = new int[sessions];
            for (int i = 0; i < sessions; i++) {
                tried.add(new HashSet<>());
                granted[i] = NOTHING;
                held[i] = NOTHING;
            }
        }

        boolean isIdle(int session) {
            return !line.contains(session) && granted[session] == NOTHING && held[session] == NOTHING;
        }

        String ask(int session) {
            if (tried.get(session).size() == limits.length) {
                return "NONE";
            }
            for (int server = 0; server < limits.length; server++) {
                if (allows(session, server) && firstInLineFor(server) == NOTHING && active[server] < limits[server]) {
                    active[server]++;
                    held[session] = server;
                    return "server " + server;
                }
            }
            line.add(session);
            return "waits";
        }

        String collect(int session) {
            if (line.contains(session)) {
                return "waits";
            }
            int server = granted[session];
            if (server == NOTHING) {
                return "NONE";
            }
            granted[session] = NOTHING;
            held[session] = server;
            return "server " + server;
        }

        void release(int session) {
            int server = held[session];
            held[session] = NOTHING;
            free(server);
        }

        void cancel(int session) {
            line.remove(Integer.valueOf(session));
            int server = granted[session];
            granted[session] = NOTHING;
            if (server != NOTHING) {
                free(server);
            }
        }

        int firstInLineFor(int server) {
            return line.stream()
                    .filter(session -> allows(session, server))
                    .findFirst()
                    .orElse(NOTHING);
        }

        // The dead leave the line and take nothing.
        private void free(int server) {
            active[server]--;
            int next = firstInLineFor(server);
            while (next != NOTHING) {
                line.remove(Integer.valueOf(next));
                wakes[next]++;
                if (!dead[next]) {
                    active[server]++;
                    granted[next] = server;
                    grants++;
                    return;
                }
                next = firstInLineFor(server);
            }
        }

        private boolean allows(int session, int server) {
            return !tried.get(session).contains(server);
        }
    }
}
