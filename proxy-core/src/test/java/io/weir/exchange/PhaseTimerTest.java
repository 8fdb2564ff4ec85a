package io.weir.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.testing.HandClock;
import io.weir.time.RunningClock;
import io.weir.time.TimerWheel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PhaseTimerTest {

    private static final Ending PHASE = Ending.RESPONSE_HEAD_TIMEOUT;
    private static final Ending NEXT = Ending.RESPONSE_IDLE_TIMEOUT;
    private static final Ending WAIT = Ending.BUFFER_TIMEOUT;

    private final HandClock time = new HandClock();
    private final List<Ending> expired = new ArrayList<>();
    private final PhaseTimer phase = new PhaseTimer(time.timers(), new Recorder());

    @Test
    void a_phase_expires_once_and_not_before_its_time() {
        phase.enter(PHASE, millis(100));
        time.pass(millis(90));
        assertThat(expired).isEmpty();
        time.pass(millis(20));
        assertThat(expired).containsExactly(PHASE);
        time.pass(millis(1000));
        assertThat(expired).containsExactly(PHASE);
    }

    @Test
    void a_stop_of_the_process_takes_half_a_second_of_a_phase_and_none_of_an_interrupted_one() {
        io.weir.time.HandTicker world = new io.weir.time.HandTicker();
        TimerWheel timers = new TimerWheel(new RunningClock(world), millis(10));
        PhaseTimer stopped = new PhaseTimer(timers, new Recorder());
        stopped.enter(PHASE, millis(600));
        world.advance(Duration.ofSeconds(40));
        timers.advance();
        assertThat(expired).isEmpty();
        stopped.interrupt(WAIT, millis(600));
        world.advance(Duration.ofSeconds(40));
        timers.advance();
        assertThat(expired).isEmpty();
        stopped.resume();
        world.advance(millis(90));
        timers.advance();
        assertThat(expired).isEmpty();
        world.advance(millis(10));
        timers.advance();
        assertThat(expired).containsExactly(PHASE);
    }

    @Test
    void a_phase_that_was_left_does_not_expire() {
        phase.enter(PHASE, millis(100));
        phase.leave();
        time.pass(millis(1000));
        assertThat(expired).isEmpty();
    }

    @Test
    void a_phase_takes_the_place_of_the_one_before() {
        phase.enter(PHASE, millis(100));
        time.pass(millis(50));
        phase.enter(NEXT, millis(100));
        time.pass(millis(90));
        assertThat(expired).isEmpty();
        time.pass(millis(20));
        assertThat(expired).containsExactly(NEXT);
    }

    @Test
    void the_clock_of_an_interrupted_phase_stops() {
        phase.enter(PHASE, millis(100));
        time.pass(millis(60));
        phase.interrupt(WAIT, millis(1000));
        time.pass(millis(900));
        phase.resume();
        time.pass(millis(30));
        assertThat(expired).isEmpty();
        time.pass(millis(20));
        assertThat(expired).containsExactly(PHASE);
    }

    @Test
    void an_interruption_may_expire_itself() {
        phase.enter(PHASE, millis(100));
        phase.interrupt(WAIT, millis(50));
        time.pass(millis(60));
        assertThat(expired).containsExactly(WAIT);
    }

    @Test
    void after_an_interruption_of_no_phase_there_is_none() {
        phase.interrupt(WAIT, millis(50));
        time.pass(millis(40));
        phase.resume();
        time.pass(millis(1000));
        assertThat(expired).isEmpty();
    }

    @Test
    void a_phase_that_begins_during_an_interruption_begins_when_that_ends() {
        phase.interrupt(WAIT, millis(1000));
        time.pass(millis(100));
        phase.enter(PHASE, millis(100));
        time.pass(millis(500));
        assertThat(expired).isEmpty();
        phase.resume();
        time.pass(millis(90));
        assertThat(expired).isEmpty();
        time.pass(millis(20));
        assertThat(expired).containsExactly(PHASE);
    }

    @Test
    void a_phase_that_begins_during_an_interruption_does_not_end_the_interruption_s_own_deadline() {
        phase.interrupt(WAIT, millis(100));
        phase.enter(PHASE, millis(1000));
        time.pass(millis(110));
        assertThat(expired).containsExactly(WAIT);
    }

    @Test
    void leaving_ends_an_interruption_too() {
        phase.enter(PHASE, millis(100));
        phase.interrupt(WAIT, millis(100));
        phase.leave();
        phase.enter(NEXT, millis(50));
        time.pass(millis(60));
        assertThat(expired).containsExactly(NEXT);
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void a_bug_of_its_owner_is_told_to_that_owner_and_to_nobody_else() {
        List<Throwable> bugs = new ArrayList<>();
        IllegalStateException bug = new IllegalStateException("on purpose");
        PhaseTimer broken = new PhaseTimer(time.timers(), new Recorder() {
            @Override
            public void onExpired(Ending ending) {
                throw bug;
            }

            @Override
            public void onBug(Throwable cause) {
                bugs.add(cause);
            }
        });
        broken.enter(PHASE, millis(100));
        time.pass(millis(200));
        assertThat(bugs).containsExactly(bug);
    }

    private class Recorder implements PhaseTimer.Owner {

        @Override
        public void onExpired(Ending ending) {
            expired.add(ending);
        }

        @Override
        public void onBug(Throwable cause) {
            throw new AssertionError(cause);
        }
    }
}
