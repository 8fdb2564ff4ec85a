package io.weir.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimerWheelTest {

    private static final int TICK = 10;
    private static final int TURN = 1024;

    private final HandTicker ticker = new HandTicker();
    private final TimerWheel wheel = new TimerWheel(ticker, Duration.ofNanos(TICK));
    private final List<String> expired = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "-1, 1",
        "0, 1",
        "1, 1",
        "10, 1",
        "11, 2",
        "20, 2",
        "10229, 1023",
        "10231, 1024",
        "10240, 1024",
        "10241, 1025",
        "100000, 10000"
    })
    void a_timer_expires_at_the_first_tick_that_is_not_before_its_deadline(long delay, int tick) {
        timer("a").armNanos(delay);

        ticks(tick - 1);
        assertThat(expired).isEmpty();
        ticks(1);
        assertThat(expired).containsExactly("a");
        ticks(2 * TURN);
        assertThat(expired).hasSize(1);
    }

    @Test
    void a_timer_that_was_called_off_stays_until_its_slot_comes_round_and_one_that_was_discarded_does_not() {
        Timer calledOff = timer("a");
        Timer discarded = timer("b");
        calledOff.armNanos(100 * TICK);
        discarded.armNanos(100 * TICK);
        calledOff.disarm();
        discarded.discard();
        assertThat(wheel.size()).isEqualTo(1);
        ticks(100);
        assertThat(wheel.size()).isZero();
        assertThat(expired).isEmpty();
    }

    @Test
    void a_discarded_timer_may_be_discarded_again_and_armed_again() {
        Timer timer = timer("a");
        timer.discard();
        timer.armNanos(TICK);
        timer.discard();
        timer.discard();
        timer.armNanos(3 * TICK);
        ticks(3);
        assertThat(expired).containsExactly("a");
    }

    @Test
    void a_timer_that_discards_another_of_its_slot_keeps_it_from_expiring() {
        List<Timer> timers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            timers.add(wheel.timer(() -> {
                expired.add("one");
                timers.forEach(Timer::discard);
            }));
        }
        timers.forEach(timer -> timer.armNanos(TICK));
        ticks(2);
        assertThat(expired).hasSize(1);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void the_delay_runs_from_now_and_not_from_the_last_tick() {
        ticker.advance(9);
        timer("a").armNanos(2);

        ticker.advance(1);
        wheel.advance();
        assertThat(expired).isEmpty();
        ticks(1);
        assertThat(expired).containsExactly("a");
    }

    @Test
    void within_a_tick_nothing_expires() {
        timer("a").armNanos(1);
        ticker.advance(TICK - 1);
        wheel.advance();

        assertThat(expired).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void any_moment_may_be_the_first(long origin) {
        ticker.advance(origin);
        TimerWheel late = new TimerWheel(ticker, Duration.ofNanos(TICK));
        late.timer(() -> expired.add("a")).armNanos(TICK + 1);

        ticker.advance(TICK);
        late.advance();
        assertThat(expired).isEmpty();
        ticker.advance(TICK);
        late.advance();
        assertThat(expired).containsExactly("a");
    }

    @Test
    void the_longest_delay_is_not_taken_for_none() {
        ticks(1);
        Timer timer = timer("a");
        timer.armNanos(Long.MAX_VALUE);
        ticks(2 * TURN);

        assertThat(expired).isEmpty();
        assertThat(timer.isArmed()).isTrue();
        assertThat(timer.remainingNanos()).isGreaterThan(Duration.ofDays(36_500).toNanos());
    }

    @Test
    void a_deadline_moved_to_later_counts_alone() {
        Timer timer = timer("a");
        timer.armNanos(TICK);
        timer.armNanos(5 * TICK);

        ticks(4);
        assertThat(expired).isEmpty();
        ticks(1);
        assertThat(expired).containsExactly("a");
    }

    @Test
    void a_deadline_moved_to_earlier_counts_alone() {
        Timer timer = timer("a");
        timer.armNanos(5 * TICK);
        timer.armNanos(TICK);

        ticks(1);
        assertThat(expired).containsExactly("a");
        ticks(9);
        assertThat(expired).hasSize(1);
    }

    @Test
    void a_deadline_called_off_never_comes() {
        Timer timer = timer("a");
        timer.armNanos(TICK);
        timer.disarm();
        timer.disarm();

        ticks(2 * TURN);
        assertThat(expired).isEmpty();
    }

    @Test
    void a_timer_called_off_and_set_again_expires_once() {
        Timer timer = timer("a");
        timer.armNanos(5 * TICK);
        timer.disarm();
        timer.armNanos(3 * TICK);

        ticks(2);
        assertThat(expired).isEmpty();
        ticks(1);
        assertThat(expired).containsExactly("a");
        ticks(2 * TURN);
        assertThat(expired).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {TURN - 1, TURN, TURN + 1, 2 * TURN, 10 * TURN + 7})
    void after_a_long_pause_all_that_is_due_expires_and_nothing_else(int pause) {
        for (int tick = 1; tick <= pause + TURN; tick += 13) {
            timer(Integer.toString(tick)).armNanos((long) tick * TICK);
        }
        ticker.advance((long) pause * TICK);
        wheel.advance();

        assertThat(expired).hasSize((pause + 12) / 13).doesNotHaveDuplicates();
        assertThat(expired).allMatch(tick -> Integer.parseInt(tick) <= pause);
    }

    @Test
    void a_timer_set_when_the_wheel_lags_behind_is_in_time() {
        ticker.advance(3L * TURN * TICK);
        timer("a").armNanos(2 * TICK);

        wheel.advance();
        ticks(1);
        assertThat(expired).isEmpty();
        ticks(1);
        assertThat(expired).containsExactly("a");
    }

    @Test
    void a_timer_that_sets_itself_anew_expires_once_per_tick() {
        List<Timer> self = new ArrayList<>();
        self.add(wheel.timer(() -> {
            expired.add("a");
            self.get(0).armNanos(0);
        }));
        self.get(0).armNanos(0);

        ticks(1);
        assertThat(expired).hasSize(1);
        ticks(1);
        assertThat(expired).hasSize(2);
    }

    @Test
    void of_two_that_are_due_at_once_the_first_can_call_the_other_off() {
        Timer[] timers = new Timer[2];
        timers[0] = wheel.timer(() -> expireAndDisarm("a", timers[1]));
        timers[1] = wheel.timer(() -> expireAndDisarm("b", timers[0]));
        timers[0].armNanos(TICK);
        timers[1].armNanos(TICK);

        ticks(2 * TURN);
        assertThat(expired).hasSize(1);
    }

    @Test
    void of_two_that_are_due_at_once_the_first_can_put_the_other_off() {
        Timer[] timers = new Timer[2];
        timers[0] = wheel.timer(() -> expireAndArm("a", timers[1]));
        timers[1] = wheel.timer(() -> expireAndArm("b", timers[0]));
        timers[0].armNanos(TICK);
        timers[1].armNanos(TICK);

        ticks(1);
        assertThat(expired).hasSize(1);
        ticks(4);
        assertThat(expired).hasSize(1);
        ticks(1);
        assertThat(expired).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_timer_that_throws_does_not_hold_up_those_that_are_due_with_it() {
        timer("a").armNanos(TICK);
        wheel.timer(() -> {
                    throw new IllegalStateException("a bug");
                })
                .armNanos(TICK);
        timer("b").armNanos(TICK);
        ticker.advance(TICK);

        assertThatIllegalStateException().isThrownBy(wheel::advance);
        wheel.advance();
        assertThat(expired).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_timer_is_armed_until_it_expires() {
        List<Boolean> armedWithin = new ArrayList<>();
        List<Timer> self = new ArrayList<>();
        self.add(wheel.timer(() -> armedWithin.add(self.get(0).isArmed())));
        Timer timer = self.get(0);

        assertThat(timer.isArmed()).isFalse();
        timer.arm(Duration.ofNanos(25));
        assertThat(timer.isArmed()).isTrue();
        assertThat(timer.remainingNanos()).isEqualTo(25);

        ticker.advance(20);
        wheel.advance();
        assertThat(timer.remainingNanos()).isEqualTo(5);
        ticker.advance(10);
        assertThat(timer.isArmed()).isTrue();
        assertThat(timer.remainingNanos()).isZero();
        wheel.advance();
        assertThat(timer.isArmed()).isFalse();
        assertThat(armedWithin).containsExactly(false);
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT-1S"})
    void a_tick_without_length_is_refused(Duration tick) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimerWheel(ticker, tick))
                .withMessage("tick: " + tick + " (expected: > 0)");
    }

    private Timer timer(String name) {
        return wheel.timer(() -> expired.add(name));
    }

    private void expireAndDisarm(String name, Timer other) {
        expired.add(name);
        other.disarm();
    }

    private void expireAndArm(String name, Timer other) {
        if (expired.isEmpty()) {
            other.armNanos(5 * TICK);
        }
        expired.add(name);
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            ticker.advance(TICK);
            wheel.advance();
        }
    }
}
