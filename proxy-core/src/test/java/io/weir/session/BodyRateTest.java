package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request body that trickles in, each byte in time, and all of it too slowly. */
final class BodyRateTest {

    private static final Timeouts LIMITS = FakeLoop.TIMEOUTS;
    private static final Duration STEP = LIMITS.requestIdle().dividedBy(2);
    private static final int RATE = Limits.DEFAULT.bodyRate();
    private static final String PUT = head("PUT / HTTP/1.1", "Host: a", "Content-Length: 1000000");

    private final SessionBench bench = new SessionBench(Protocol.HTTP, 2);
    private final FakeConnection front = bench.front;

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    @Test
    void a_client_that_sends_a_byte_now_and_then_is_refused_by_408() {
        begin();
        trickle(3, "x");
        assertThat(bench.loop.endings).containsExactly(Ending.REQUEST_TOO_SLOW);
        assertThat(front.written()).contains("408").contains("request-too-slow");
    }

    @Test
    void until_the_time_of_a_pause_is_over_any_rate_will_do() {
        begin();
        trickle(2, "x");
        assertThat(bench.loop.endings).isEmpty();
    }

    @Test
    void a_client_that_sends_enough_goes_on() {
        begin();
        trickle(100, "x".repeat((int) (RATE * STEP.toMillis() / 1000)));
        assertThat(bench.loop.endings).isEmpty();
    }

    @Test
    void what_came_with_the_head_counts() {
        front.arrive(PUT + "x".repeat(RATE * 10));
        bench.connect();
        trickle(6, "x");
        assertThat(bench.loop.endings).isEmpty();
        trickle(20, "x");
        assertThat(bench.loop.endings).containsExactly(Ending.REQUEST_TOO_SLOW);
    }

    @Test
    void the_last_byte_is_never_too_late() {
        front.arrive(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 3"));
        bench.connect();
        trickle(3, "x");
        assertThat(bench.loop.endings).isEmpty();
    }

    @Test
    void time_in_which_the_server_takes_nothing_is_not_the_clients() {
        begin();
        for (int i = 0; i < 10; i++) {
            bench.back().stall();
            front.arrive("x");
            bench.pass(STEP);
            bench.back().drain();
        }
        assertThat(bench.loop.endings).isEmpty();
    }

    @Test
    void time_in_line_for_a_buffer_is_not_the_clients() {
        begin();
        for (int i = 0; i < 10; i++) {
            bench.hold();
            front.arrive("x");
            bench.pass(STEP);
            bench.release();
            front.collectGrant();
        }
        assertThat(bench.loop.endings).isEmpty();
    }

    @Test
    void every_request_is_reckoned_by_itself() {
        for (int i = 0; i < 3; i++) {
            front.arrive(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 2"));
            FakeConnection back = bench.connect();
            trickle(2, "x");
            back.arrive(head("HTTP/1.1 200 OK", "Content-Length: 0"));
        }
        assertThat(bench.loop.endings).containsOnly(Ending.DONE).hasSize(3);
    }

    private void begin() {
        front.arrive(PUT);
        bench.connect();
    }

    private void trickle(int times, String bytes) {
        for (int i = 0; i < times; i++) {
            bench.pass(STEP);
            front.arrive(bytes);
        }
    }
}
