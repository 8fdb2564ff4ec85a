package io.weir.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random schedules, each compared step by step with a list of deadlines that is searched from end to end. */
final class TimerWheelModelTest {

    private static final int SCHEDULES = 4_000;
    private static final int TURN = 1024;

    @Test
    void every_timer_expires_exactly_once_and_at_the_first_tick_that_is_not_before_its_deadline() {
        int expiries = 0;
        int nested = 0;
        int bugs = 0;
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Schedule schedule = new Schedule(seed);
            schedule.play();
            expiries += schedule.expiries;
            nested += schedule.nested;
            bugs += schedule.bugs;
        }
        // Or else the schedules prove nothing.
        assertThat(expiries).isGreaterThan(10 * SCHEDULES);
        assertThat(nested).isGreaterThan(10 * SCHEDULES);
        assertThat(bugs).isGreaterThan(SCHEDULES);
    }

    /** What a timer throws that has a bug. */
    private static final class Bug extends RuntimeException {}

    private static final class Schedule {
        private final long seed;
        private final SplittableRandom random;
        private final long tick;
        private final long origin;
        private final HandTicker ticker;
        private final TimerWheel wheel;
        private final Timer[] timers;
        private final Expected[] expected;
        private long lastTick;
        private boolean advancing;
        private int step;
        private int expiries;
        private int nested;
        private int bugs;

        Schedule(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            tick = random.nextInt(1, 12);
            // Sometimes the clock overflows on the way.
            origin = random.nextBoolean() ? random.nextLong() : Long.MAX_VALUE - random.nextInt(100_000);
            ticker = new HandTicker(origin);
            wheel = new TimerWheel(ticker, Duration.ofNanos(tick));
            timers = new Timer[random.nextInt(1, 13)];
            expected = new Expected[timers.length];
            for (int i = 0; i < timers.length; i++) {
                int number = i;
                timers[i] = wheel.timer(() -> expire(number));
                expected[i] = new Expected();
            }
        }

        void play() {
            int steps = random.nextInt(20, 150);
            for (step = 0; step < steps; step++) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> arm(anyTimer(), delay());
                    case 3 -> disarm(anyTimer());
                    case 4 -> ticker.advance(pause());
                    default -> {
                        ticker.advance(pause());
                        advance();
                    }
                }
                compare();
            }
        }

        private void advance() {
            advancing = true;
            while (!isAdvanced()) {
                bugs++;
            }
            advancing = false;
            lastTick = tickNow();
            for (int i = 0; i < timers.length; i++) {
                assertThat(expected[i].isOverdue())
                        .as("%s: timer %d is late", this, i)
                        .isFalse();
            }
        }

        private boolean isAdvanced() {
            try {
                wheel.advance();
                return true;
            } catch (Bug e) {
                return false;
            }
        }

        private void expire(int number) {
            Expected timer = expected[number];
            assertThat(advancing && tickNow() > lastTick)
                    .as("%s: timer %d expires between ticks", this, number)
                    .isTrue();
            assertThat(timer.armed)
                    .as("%s: timer %d expires unasked", this, number)
                    .isTrue();
            assertThat(timer.dueTick())
                    .as("%s: timer %d is early", this, number)
                    .isLessThanOrEqualTo(tickNow());
            timer.armed = false;
            expiries++;
            for (int left = random.nextInt(3); left > 0; left--) {
                nested++;
                switch (random.nextInt(4)) {
                    case 0 -> arm(number, delay());
                    case 1, 2 -> disarm(anyTimer());
                    default -> arm(anyTimer(), delay());
                }
            }
            if (random.nextInt(10) == 0) {
                throw new Bug();
            }
        }

        private void arm(int number, long delay) {
            timers[number].armNanos(delay);
            expected[number].armed = true;
            expected[number].deadline = ticker.nanos() + Math.max(0, delay);
            expected[number].armedAtTick = advancing ? tickNow() : lastTick;
        }

        private void disarm(int number) {
            if (random.nextBoolean()) {
                timers[number].disarm();
            } else {
                timers[number].discard();
            }
            expected[number].armed = false;
        }

        private void compare() {
            for (int i = 0; i < timers.length; i++) {
                assertThat(timers[i].isArmed()).as("%s: timer %d", this, i).isEqualTo(expected[i].armed);
                if (expected[i].armed) {
                    assertThat(timers[i].remainingNanos())
                            .as("%s: timer %d", this, i)
                            .isEqualTo(Math.max(0, expected[i].deadline - ticker.nanos()));
                }
            }
        }

        private int anyTimer() {
            return random.nextInt(timers.length);
        }

        private long delay() {
            return switch (random.nextInt(6)) {
                case 0 -> random.nextInt(-1, 2);
                case 1 -> random.nextLong(2 * tick);
                case 2 -> tick * random.nextInt(20);
                case 3 -> random.nextLong(50 * tick);
                case 4 -> tick * (TURN + random.nextInt(-2, 3)) + random.nextInt(-1, 2);
                default -> random.nextLong(5 * TURN * tick);
            };
        }

        private long pause() {
            return switch (random.nextInt(12)) {
                case 0 -> tick * (TURN + random.nextInt(-2, 3));
                case 1 -> random.nextLong(5 * TURN * tick);
                case 2, 3 -> random.nextLong(100 * tick);
                case 4, 5, 6 -> tick - Math.floorMod(ticker.nanos() - origin, tick);
                case 7 -> 0;
                default -> random.nextLong(3 * tick);
            };
        }

        private long tickNow() {
            return (ticker.nanos() - origin) / tick;
        }

        @Override
        public String toString() {
            return "seed " + seed + " step " + step;
        }

        private final class Expected {
            private boolean armed;
            private long deadline;
            private long armedAtTick;

            long dueTick() {
                long sinceOrigin = deadline - origin;
                return sinceOrigin / tick + (sinceOrigin % tick == 0 ? 0 : 1);
            }

            // What was armed at a tick is seen at the next.
            boolean isOverdue() {
                return armed && dueTick() <= lastTick && armedAtTick < lastTick;
            }
        }
    }
}
