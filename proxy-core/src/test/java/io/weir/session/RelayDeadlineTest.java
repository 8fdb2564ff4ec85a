package io.weir.session;

import static io.weir.session.SessionBench.MOMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A relay in line for a buffer, or before a side that does not take its bytes, by the hand-cranked clock. */
final class RelayDeadlineTest {

    private static final Timeouts LIMITS = FakeLoop.TIMEOUTS;

    private final SessionBench bench = new SessionBench(Protocol.TCP, 2);
    private final FakeConnection front = bench.front;
    private final FakeConnection back = bench.connect();

    /** Whose bytes a flow carries. */
    enum From {
        CLIENT(Ending.SERVER_STALL_TIMEOUT),
        SERVER(Ending.CLIENT_STALL_TIMEOUT);

        final Ending stall;

        From(Ending stall) {
            this.stall = stall;
        }
    }

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    @ParameterizedTest
    @EnumSource
    void a_flow_in_line_is_broken_off_at_the_deadline_and_not_before(From from) {
        bench.hold();
        source(from).arrive("x");
        assertThat(bench.level().waiting()).isEqualTo(1);
        bench.passNearly(LIMITS.buffer());
        assertThat(bench.loop.endings).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        expectBroken(Ending.BUFFER_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void the_time_in_line_is_not_time_without_a_word(From from) {
        bench.passNearly(LIMITS.tunnelIdle());
        bench.hold();
        source(from).arrive("x");
        bench.passNearly(LIMITS.buffer());
        assertThat(bench.loop.endings).isEmpty();
        bench.release();
        source(from).collectGrant();
        assertThat(sink(from).written()).isEqualTo("x");
        bench.passNearly(LIMITS.tunnelIdle());
        assertThat(bench.loop.endings).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        expectBroken(Ending.TUNNEL_IDLE_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void after_the_wait_its_deadline_is_over(From from) {
        bench.hold();
        source(from).arrive("x");
        bench.release();
        source(from).collectGrant();
        bench.pass(LIMITS.buffer().plus(MOMENT));
        assertThat(bench.loop.endings).isEmpty();
        assertThat(sink(from).written()).isEqualTo("x");
    }

    @ParameterizedTest
    @EnumSource
    void after_a_wait_for_bytes_that_are_not_there_any_more_its_deadline_is_over(From from) {
        bench.hold();
        source(from).arrive("x");
        bench.release();
        source(from).forget();
        source(from).collectGrant();
        assertThat(bench.level().leased()).isZero();
        bench.pass(LIMITS.buffer().plus(MOMENT));
        assertThat(bench.loop.endings).isEmpty();
        source(from).arrive("y");
        assertThat(sink(from).written()).isEqualTo("y");
    }

    @ParameterizedTest
    @EnumSource
    void a_side_that_breaks_off_takes_the_other_flow_out_of_the_line(From from) {
        bench.hold();
        source(from).arrive("x");
        sink(from).breakOff();
        assertThat(bench.level().waiting()).isZero();
        assertThat(source(from).isAborted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void a_side_that_takes_nothing_is_broken_off_at_the_stall_deadline_and_not_before(From from) {
        sink(from).stall();
        source(from).arrive("x");
        bench.passNearly(LIMITS.writeStall());
        assertThat(bench.loop.endings).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        expectBroken(from.stall);
    }

    @ParameterizedTest
    @EnumSource
    void a_flow_holds_one_buffer_and_reads_no_more_until_that_is_taken(From from) {
        sink(from).stall();
        source(from).arrive("one");
        source(from).arrive("two");
        assertThat(bench.level().leased()).isEqualTo(1);
        assertThat(bench.level().waiting()).isZero();
        sink(from).drain();
        source(from).turn();
        assertThat(sink(from).written()).isEqualTo("onetwo");
        assertThat(bench.level().leased()).isZero();
    }

    @Test
    void both_flows_at_once_hold_two_buffers_and_none_when_all_is_passed_on() {
        front.stall();
        back.stall();
        front.arrive("ask");
        back.arrive("answer");
        assertThat(bench.level().leased()).isEqualTo(2);
        front.drain();
        back.drain();
        assertThat(bench.level().leased()).isZero();
        assertThat(back.written()).isEqualTo("ask");
        assertThat(front.written()).isEqualTo("answer");
    }

    private void expectBroken(Ending reason) {
        assertThat(bench.loop.endings).containsExactly(reason);
        assertThat(front.isAborted()).isTrue();
        assertThat(back.isAborted()).isTrue();
        assertThat(bench.level().waiting()).isZero();
    }

    private FakeConnection source(From from) {
        return from == From.CLIENT ? front : back;
    }

    private FakeConnection sink(From from) {
        return from == From.CLIENT ? back : front;
    }
}
