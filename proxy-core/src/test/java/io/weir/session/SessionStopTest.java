package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpScript;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a session does when it is told to end soon, and when the time for that is over. */
final class SessionStopTest {

    private static final String GET = head("GET / HTTP/1.1", "Host: a");
    private static final String CLOSE = "Connection: close";
    private static final Duration KEEP_ALIVE = FakeLoop.TIMEOUTS.keepAlive();

    private final SessionBench bench = new SessionBench(Protocol.HTTP, 4);
    private final FakeConnection front = bench.front;

    @Test
    void an_idle_session_waits_for_a_last_request_and_closes() {
        bench.session.drain();
        bench.passNearly(SessionLoop.LAST_CALL);
        assertThat(front.isClosed()).isFalse();
        bench.pass(SessionBench.MOMENT.multipliedBy(2));
        assertThat(front.isClosed()).isTrue();
        assertThat(front.isAborted()).isFalse();
        assertThat(bench.loop.endings).isEmpty();
    }

    @Test
    void a_session_that_has_been_idle_for_longer_closes_at_once() {
        bench.pass(SessionLoop.LAST_CALL.multipliedBy(2));
        bench.session.drain();
        bench.pass(SessionBench.MOMENT);
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void an_idle_session_has_its_last_call_whatever_keep_alive_has_become_since_it_is_idle() {
        for (Duration changed : List.of(KEEP_ALIVE.multipliedBy(9), KEEP_ALIVE.dividedBy(2), Duration.ofMillis(500))) {
            SessionBench idle = new SessionBench(Protocol.HTTP, 4);
            idle.reload(changed);
            idle.session.drain();
            Duration lastCall = changed.compareTo(SessionLoop.LAST_CALL) < 0 ? changed : SessionLoop.LAST_CALL;
            idle.passNearly(lastCall);
            assertThat(idle.front.isClosed())
                    .as("early, with keep-alive %s", changed)
                    .isFalse();
            idle.pass(SessionBench.MOMENT.multipliedBy(2));
            assertThat(idle.front.isClosed())
                    .as("in time, with keep-alive %s", changed)
                    .isTrue();
        }
    }

    @Test
    void a_session_that_has_been_idle_for_longer_closes_at_once_whatever_keep_alive_has_become() {
        bench.pass(SessionLoop.LAST_CALL.multipliedBy(2));
        bench.reload(KEEP_ALIVE.dividedBy(2));
        bench.session.drain();
        bench.pass(SessionBench.MOMENT);
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void a_session_that_is_told_twice_has_one_last_call() {
        bench.endListener();
        bench.session.drain();
        bench.session.drain();
        bench.passNearly(SessionLoop.LAST_CALL);
        assertThat(front.isClosed()).isFalse();
        bench.pass(SessionBench.MOMENT.multipliedBy(2));
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void a_session_that_learns_of_the_end_of_its_listener_by_its_response_has_its_last_call_after_it() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        back.arrive(head("HTTP/1.1 200 OK", "Content-Length: 2") + "1");
        bench.endListener();
        back.arrive("1");
        assertThat(front.written()).doesNotContain(CLOSE).endsWith("11");
        bench.session.drain();
        bench.passNearly(SessionLoop.LAST_CALL);
        assertThat(front.isClosed()).isFalse();
        bench.pass(SessionBench.MOMENT.multipliedBy(2));
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void a_request_that_comes_by_the_last_call_is_served_and_told_that_it_was_the_last() {
        bench.session.drain();
        bench.passNearly(SessionLoop.LAST_CALL);
        front.arrive(GET);
        FakeConnection back = bench.connect();
        bench.pass(SessionLoop.LAST_CALL);
        back.arrive(HttpScript.ok("x"));
        assertThat(front.written()).contains(CLOSE).endsWith("x");
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void a_client_that_was_promised_a_next_request_has_its_last_call_after_the_response() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        back.arrive(head("HTTP/1.1 200 OK", "Content-Length: 2") + "1");
        bench.session.drain();
        bench.pass(SessionLoop.LAST_CALL);
        back.arrive("1");
        assertThat(front.written()).doesNotContain(CLOSE).endsWith("11");
        assertThat(front.isClosed()).isFalse();
        front.arrive(GET);
        bench.connect().arrive(HttpScript.ok("x"));
        assertThat(front.written()).contains(CLOSE).endsWith("x");
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void a_request_that_is_in_the_socket_when_an_idle_connection_would_close_in_a_drain_is_served() {
        bench.session.drain();
        front.arriveUnseen(GET);
        bench.pass(SessionLoop.LAST_CALL.plus(SessionBench.MOMENT));
        expectServedAfterATurn();
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void a_request_that_is_in_the_socket_when_an_idle_connection_would_close_is_served() {
        front.arriveUnseen(GET);
        bench.pass(KEEP_ALIVE.plus(SessionBench.MOMENT));
        expectServedAfterATurn();
        assertThat(front.isClosed()).isFalse();
    }

    private void expectServedAfterATurn() {
        assertThat(front.isClosed()).isFalse();
        front.turn();
        bench.connect().arrive(HttpScript.ok("x"));
        assertThat(front.written()).startsWith("HTTP/1.1 200").endsWith("x");
        assertThat(bench.loop.endings).containsExactly(Ending.DONE);
    }

    @Test
    void at_the_deadline_an_exchange_whose_response_has_not_begun_is_answered_and_the_connection_lingers() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        expectBrokenOff(true);
        assertThat(front.written()).startsWith("HTTP/1.1 503").contains(CLOSE).contains("drain-timeout");
        assertThat(front.hasEndedOutput()).isTrue();
        assertThat(front.isClosed()).isFalse();
        assertThat(back.isClosed()).isTrue();
        assertThat(bench.loop.endings).containsExactly(Ending.DRAIN_TIMEOUT);
        expectBrokenOff(false);
        expectClosedInOrder();
    }

    @Test
    void at_the_deadline_a_request_that_is_half_sent_is_answered() {
        front.arrive("GET / HT");
        expectBrokenOff(true);
        assertThat(front.written()).startsWith("HTTP/1.1 503").contains("drain-timeout");
    }

    @Test
    void at_the_deadline_a_request_that_is_in_the_socket_is_answered() {
        front.arriveUnseen(GET);
        expectBrokenOff(true);
        assertThat(front.written()).startsWith("HTTP/1.1 503").contains("drain-timeout");
    }

    @Test
    void at_the_deadline_an_exchange_whose_response_has_begun_is_broken_off() {
        front.arrive(GET);
        bench.connect().arrive(head("HTTP/1.1 200 OK", "Content-Length: 2") + "1");
        expectBrokenOff(true);
        assertThat(front.isAborted()).isTrue();
        assertThat(bench.loop.endings).containsExactly(Ending.DRAIN_TIMEOUT);
    }

    @Test
    void at_the_deadline_an_idle_session_closes_in_order() {
        expectBrokenOff(false);
        expectClosedInOrder();
        assertThat(bench.loop.endings).isEmpty();
    }

    @Test
    void an_answer_that_the_client_does_not_take_is_broken_off_the_next_time_and_counts_once() {
        front.arrive(GET);
        bench.connect();
        front.stall();
        expectBrokenOff(true);
        expectBrokenOff(false);
        assertThat(front.isAborted()).isTrue();
        assertThat(bench.loop.endings).containsExactly(Ending.DRAIN_TIMEOUT);
    }

    @Test
    void at_the_deadline_an_answer_to_something_else_that_the_client_does_not_take_is_broken_off() {
        front.stall();
        front.arrive("GET / HTTP/1.1\r\n\r\n");
        expectBrokenOff(true);
        assertThat(front.isAborted()).isTrue();
        assertThat(bench.loop.endings).containsExactly(Ending.DRAIN_TIMEOUT);
    }

    @Test
    void at_the_deadline_a_relay_is_broken_off() {
        SessionBench relay = new SessionBench(Protocol.TCP, 4);
        relay.connect();
        assertThat(relay.session.cutShort(Ending.DRAIN_TIMEOUT)).isTrue();
        assertThat(relay.front.isAborted()).isTrue();
        relay.end();
    }

    @Test
    void exchanges_that_are_broken_off_are_counted_for_the_loop() {
        front.arrive(GET);
        bench.connect();
        assertThat(bench.loop.services.cutShort(Ending.DRAIN_TIMEOUT)).isOne();
        assertThat(bench.loop.services.cutShort(Ending.DRAIN_TIMEOUT)).isZero();
        assertThat(bench.loop.services.sessions()).isZero();
    }

    private void expectBrokenOff(boolean brokenOff) {
        assertThat(bench.session.cutShort(Ending.DRAIN_TIMEOUT)).isEqualTo(brokenOff);
    }

    private void expectClosedInOrder() {
        assertThat(front.isClosed()).isTrue();
        assertThat(front.isAborted()).isFalse();
    }

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }
}
