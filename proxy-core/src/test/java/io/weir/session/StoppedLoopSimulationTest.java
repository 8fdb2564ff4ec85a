package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.reason.Reason;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import io.weir.time.EventClock;
import io.weir.time.HandTicker;
import io.weir.time.RunningClock;
import io.weir.time.TimerWheel;
import io.weir.time.TurnWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random exchanges on a loop whose process is stopped at random, within a turn or between two: a client or server whose bytes came in
 * time, or during a stop, meets no deadline. One that falls silent does.
 */
final class StoppedLoopSimulationTest {

    private static final int RUNS = 100;
    private static final int PARTIES = 6;
    private static final Duration TICK = Duration.ofMillis(50);
    private static final Timeouts LIMITS = FakeLoop.TIMEOUTS;

    // Enough for the rate of a body, whatever of its time the stops take.
    private static final String BODY = "x".repeat(20 * Limits.DEFAULT.bodyRate());

    @Test
    void no_deadline_comes_for_a_party_whose_bytes_have_arrived() {
        int exchanges = 0;
        int stops = 0;
        int timeouts = 0;
        for (long seed = 0; seed < RUNS; seed++) {
            Run run = new Run(seed);
            run.play();
            exchanges += run.exchanges;
            stops += run.stops;
            timeouts += run.timeouts;
        }
        // Or else the runs prove nothing.
        assertThat(exchanges).isGreaterThan(10 * RUNS);
        assertThat(stops).isGreaterThan(10 * RUNS);
        assertThat(timeouts).isGreaterThan(RUNS);
    }

    /** What is waited for next: from where, for how long, and how the exchange ends if it does not come. */
    private enum Piece {
        HEAD_BEGINS(true, LIMITS.keepAlive(), Ending.DONE, "PUT / HTT"),
        HEAD_ENDS(
                true,
                LIMITS.requestHead(),
                Ending.REQUEST_HEAD_TIMEOUT,
                "P/1.1\r\nHost: a\r\nContent-Length: " + (BODY.length() + 4) + "\r\n\r\n12"),
        BODY_GOES_ON(true, LIMITS.requestIdle(), Ending.REQUEST_IDLE_TIMEOUT, BODY),
        BODY_ENDS(true, LIMITS.requestIdle(), Ending.REQUEST_IDLE_TIMEOUT, "56"),
        RESPONSE_HEAD(
                false,
                LIMITS.responseHead(),
                Ending.RESPONSE_HEAD_TIMEOUT,
                head("HTTP/1.1 200 OK", "Content-Length: 4") + "ab"),
        RESPONSE_ENDS(false, LIMITS.responseIdle(), Ending.RESPONSE_IDLE_TIMEOUT, "cd");

        private final boolean fromClient;
        private final Duration limit;
        private final Ending onSilence;
        private final String bytes;

        Piece(boolean fromClient, Duration limit, Ending onSilence, String bytes) {
            this.fromClient = fromClient;
            this.limit = limit;
            this.onSilence = onSilence;
            this.bytes = bytes;
        }

        Piece next() {
            return values()[(ordinal() + 1) % values().length];
        }
    }

    private static final class Run {
        private final long seed;
        private final SplittableRandom random;
        private final HandTicker world;
        private final EventClock clock;
        private final TimerWheel timers;
        private final TurnWatch watch;
        private final List<Party> parties = new ArrayList<>();
        private long nextTickNanos;
        private int exchanges;
        private int stops;
        private int timeouts;

        Run(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            world = new HandTicker(random.nextLong());
            clock = new EventClock(new RunningClock(world));
            timers = new TimerWheel(clock, TICK);
            watch = new TurnWatch(clock, TICK);
            nextTickNanos = world.nanos() + TICK.toNanos();
            for (int i = 0; i < PARTIES; i++) {
                parties.add(new Party());
            }
        }

        void play() {
            for (int turn = 0; turn < 600; turn++) {
                turn();
            }
            // Long enough for every timeout, without a stop.
            for (int turn = 0; turn < 600; turn++) {
                parties.forEach(party -> party.silent = true);
                pass(TICK.toNanos());
                serve(select());
                tick();
            }
            for (Party party : parties) {
                assertThat(party.isOver()).as("%s: %s", this, party.piece).isTrue();
                timeouts++;
                party.bench.end();
            }
        }

        // A select that a stop has interrupted finds that its time is over, and returns nothing.
        private void turn() {
            pass(random.nextLong(TICK.toNanos()));
            List<Party> ready = maybeStop() ? List.of() : select();
            maybeStop();
            serve(ready);
            maybeStop();
            tick();
        }

        private void pass(long nanos) {
            world.advance(nanos);
            parties.forEach(Party::arriveIfDue);
        }

        private boolean maybeStop() {
            if (random.nextInt(30) > 0) {
                return false;
            }
            stops++;
            world.advance(stopNanos());
            parties.forEach(Party::arriveDuringStop);
            return true;
        }

        // Longer than a loop may be late without being taken for late.
        private long stopNanos() {
            return switch (random.nextInt(3)) {
                case 0 -> random.nextLong(101, 500) * 1_000_000;
                case 1 -> random.nextLong(501, 3_000) * 1_000_000;
                default -> random.nextLong(3, 60) * 1_000_000_000;
            };
        }

        private List<Party> select() {
            return parties.stream().filter(party -> party.arrived).toList();
        }

        private void serve(List<Party> ready) {
            for (Party party : ready) {
                clock.hold();
                party.serve();
                clock.release();
            }
            watch.served(ready.size());
        }

        private void tick() {
            if (world.nanos() - nextTickNanos < 0) {
                return;
            }
            nextTickNanos = world.nanos() + TICK.toNanos();
            clock.hold();
            if (watch.tick()) {
                timers.advance();
            }
            clock.release();
            parties.forEach(Party::check);
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }

        /** A client and its server, who send piece by piece what the proxy waits for. */
        private final class Party {
            private final FakeLoop loop = new FakeLoop(2, timers);
            private final SessionBench bench = new SessionBench(Protocol.HTTP, loop);
            private Piece piece = Piece.HEAD_BEGINS;
            private boolean silent;
            private boolean arrived;
            private long dueNanos;
            private int done;

            Party() {
                await();
            }

            // In the time of the loop, and a few ticks before the deadline.
            private void await() {
                dueNanos = clock.nanos()
                        + random.nextLong(
                                piece.limit.minus(TICK.multipliedBy(4)).toNanos());
                silent |= random.nextInt(100) == 0;
            }

            void arriveIfDue() {
                if (!silent && clock.nanos() - dueNanos >= 0) {
                    arrived = true;
                }
            }

            void arriveDuringStop() {
                if (!silent && random.nextBoolean()) {
                    arrived = true;
                }
            }

            void serve() {
                if (isOver()) {
                    return;
                }
                arrived = false;
                FakeConnection from = piece.fromClient ? bench.front : bench.back();
                from.arrive(piece.bytes);
                if (piece == Piece.HEAD_ENDS) {
                    bench.connect();
                }
                if (piece == Piece.RESPONSE_ENDS) {
                    exchanges++;
                    done++;
                }
                piece = piece.next();
                await();
            }

            boolean isOver() {
                return bench.front.isClosed() || loop.endings.size() > done;
            }

            void check() {
                if (!isOver()) {
                    return;
                }
                assertThat(silent)
                        .as("%s: %s while %s comes in time", Run.this, loop.endings, piece)
                        .isTrue();
                List<Reason> expected = new ArrayList<>();
                for (int i = 0; i < done; i++) {
                    expected.add(Ending.DONE);
                }
                if (piece.onSilence != Ending.DONE) {
                    expected.add(piece.onSilence);
                }
                assertThat(loop.endings).as("%s: %s", Run.this, piece).containsExactlyElementsOf(expected);
            }
        }
    }
}
