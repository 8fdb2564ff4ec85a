package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random schedules, each compared step by step with a line and counters that are searched from end to end. */
final class BackendModelTest {

    private static final int SCHEDULES = 4_000;
    private static final int MOST_SERVERS = 4;
    // A server that leaves while nothing of it is in use is another when it comes back after the next reload.
    private static final int MOST_OBJECTS = 400;

    @Test
    void slots_go_to_those_and_only_those_who_a_plain_line_would_give_them_to() {
        int grants = 0;
        int dismissals = 0;
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Schedule schedule = new Schedule(seed);
            schedule.play();
            schedule.end();
            grants += schedule.model.grants;
            dismissals += schedule.model.dismissals;
        }
        // Or else the schedules prove nothing.
        assertThat(grants).isGreaterThan(3 * SCHEDULES);
        assertThat(dismissals).isGreaterThan(SCHEDULES / 4);
    }

    private static final class Schedule {
        private final long seed;
        private final SplittableRandom random;
        private final Backend backend;
        private final Model model;
        private final List<Waiter> waiters = new ArrayList<>();
        private final List<Server> servers = new ArrayList<>();
        private int step;

        Schedule(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            int[] limits = random.ints(random.nextInt(1, 4), 1, 3).toArray();
            backend = Backends.of(limits);
            servers.addAll(backend.servers());
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
                switch (random.nextInt(20)) {
                    case 0, 1, 2, 3, 4, 5, 6 -> ask(session);
                    case 7, 8, 9, 10 -> release(session);
                    case 11, 12, 13, 14 -> collect(session);
                    case 15 -> cancel(session);
                    case 16 -> exclude(session, random.nextInt(servers.size()));
                    case 17 -> insist(session, random.nextInt(servers.size()));
                    case 18 -> reload();
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
            assertThat(servers).as("%s", this).extracting(Server::active).containsOnly(0);
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
                backend.release(servers.get(held));
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
                model.only[session] = Model.NOTHING;
            } else {
                ticket.exclude(servers.get(server));
                model.tried.get(session).add(server);
                if (model.only[session] == server) {
                    model.only[session] = Model.NOTHING;
                }
            }
        }

        private void insist(int session, int server) {
            if (model.isIdle(session)) {
                waiters.get(session).ticket.insistOn(servers.get(server));
                model.only[session] = server;
            }
        }

        // Takes some servers away and brings others back, with other limits and in another order. Some have no weight.
        private void reload() {
            List<ServerSettings> next = new ArrayList<>();
            for (int number = 0; number < MOST_SERVERS; number++) {
                if (random.nextInt(3) > 0) {
                    next.add(
                            random.nextInt(next.size() + 1),
                            new ServerSettings(
                                    "s" + number,
                                    Backends.ADDRESS,
                                    random.nextInt(5) == 0 ? 0 : 1,
                                    random.nextInt(8) == 0 ? 0 : random.nextInt(1, 3)));
                }
            }
            if (next.isEmpty()) {
                return;
            }
            Backend.Change change = backend.prepare(next);
            List<Integer> order = new ArrayList<>();
            for (Server server : change.servers()) {
                int known = servers.indexOf(server);
                order.add(known < 0 ? servers.size() : known);
                if (known < 0) {
                    servers.add(server);
                    model.add();
                }
            }
            for (Server server : servers) {
                boolean forgotten = change.servers().stream().noneMatch(server::equals)
                        && model.active[servers.indexOf(server)] > 0;
                assertThat(forgotten
                                && change.servers().stream()
                                        .anyMatch(other -> other.name().equals(server.name())))
                        .as("%s: %s is another object although it is in use", this, server)
                        .isFalse();
            }
            backend.apply(change, () -> {});
            model.reload(order, next);
        }

        private void endLoop(int session) {
            if (random.nextInt(8) == 0) {
                waiters.get(session).dead = true;
                model.dead[session] = true;
            }
        }

        private void compare() {
            assertThat(backend.waiting()).as("%s", this).isEqualTo(model.line.size());
            for (int number = 0; number < servers.size(); number++) {
                Server server = servers.get(number);
                assertThat(server.active()).as("%s", this).isEqualTo(model.active[number]);
                assertThat(model.hasSlot(number) && model.firstInLineFor(number) != Model.NOTHING)
                        .as("%s: a slot of %s is free and somebody waits for it", this, server)
                        .isFalse();
            }
            for (int i = 0; i < waiters.size(); i++) {
                assertThat(waiters.get(i).wakes).as("%s: session %d", this, i).isEqualTo(model.wakes[i]);
            }
        }

        private String describe(int session, Placement placement) {
            if (placement instanceof Server server) {
                return "server " + servers.indexOf(server);
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

        private final int[] limits = new int[MOST_OBJECTS];
        private final int[] active = new int[MOST_OBJECTS];
        private final boolean[] serves = new boolean[MOST_OBJECTS];
        private final List<Integer> present = new ArrayList<>();
        private int known;
        private final List<Integer> line = new ArrayList<>();
        private final List<Set<Integer>> tried = new ArrayList<>();
        private final int[] only;
        private final int[] granted;
        private final int[] held;
        private final boolean[] dismissed;
        private final boolean[] dead;
        private final int[] wakes;
        private int grants;
        private int dismissals;

        Model(int[] first, int sessions) {
            only = new int[sessions];
            granted = new int[sessions];
            held = new int[sessions];
            dismissed = new boolean[sessions];
            dead = new boolean[sessions];
            wakes = new int[sessions];
            for (int limit : first) {
                limits[known] = limit;
                serves[known] = true;
                present.add(known++);
            }
            for (int i = 0; i < sessions; i++) {
                tried.add(new HashSet<>());
                only[i] = NOTHING;
                granted[i] = NOTHING;
                held[i] = NOTHING;
            }
        }

        void add() {
            known++;
        }

        boolean hasSlot(int server) {
            return limits[server] == 0 || active[server] < limits[server];
        }

        boolean isIdle(int session) {
            return !line.contains(session)
                    && granted[session] == NOTHING
                    && held[session] == NOTHING
                    && !dismissed[session];
        }

        String ask(int session) {
            if (present.stream().noneMatch(server -> allows(session, server))) {
                return "NONE";
            }
            for (int server : present) {
                if (allows(session, server) && firstInLineFor(server) == NOTHING && hasSlot(server)) {
                    active[server]++;
                    held[session] = server;
                    return "server " + server;
                }
            }
            line.add(session);
            return "waits";
        }

        // Those for whom nothing is left go first, then each server's slots are given out in the order of the
        // configuration.
        void reload(List<Integer> order, List<ServerSettings> settings) {
            Arrays.fill(serves, false);
            for (int i = 0; i < order.size(); i++) {
                limits[order.get(i)] = settings.get(i).maxConnections();
                serves[order.get(i)] = settings.get(i).weight() > 0;
            }
            present.clear();
            present.addAll(order);
            for (int session : List.copyOf(line)) {
                if (order.stream().noneMatch(server -> allows(session, server))) {
                    line.remove(Integer.valueOf(session));
                    wakes[session]++;
                    dismissed[session] = !dead[session];
                    dismissals++;
                }
            }
            List<Integer> free = new ArrayList<>(order);
            while (!free.isEmpty()) {
                free.removeIf(server -> !grantOne(server));
            }
        }

        String collect(int session) {
            if (line.contains(session)) {
                return "waits";
            }
            if (dismissed[session]) {
                dismissed[session] = false;
                only[session] = NOTHING;
                return "LEFT";
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
            dismissed[session] = false;
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

        private void free(int server) {
            active[server]--;
            grant(server);
        }

        // The dead leave the line and take nothing.
        private void grant(int server) {
            boolean granted = true;
            while (granted) {
                granted = grantOne(server);
            }
        }

        private boolean grantOne(int server) {
            int next = firstInLineFor(server);
            if (next == NOTHING || !hasSlot(server)) {
                return false;
            }
            line.remove(Integer.valueOf(next));
            wakes[next]++;
            if (!dead[next]) {
                active[server]++;
                granted[next] = server;
                grants++;
            }
            return true;
        }

        private boolean allows(int session, int server) {
            return serves[server]
                    && (only[session] == NOTHING || only[session] == server)
                    && !tried.get(session).contains(server);
        }
    }
}
