package io.weir.session;

import static io.weir.session.SessionBench.MOMENT;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Flow;
import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import io.weir.testing.wire.HttpScript;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An exchange in line for a buffer, by the hand-cranked clock: its deadline ends the wait and nothing else does, and no time in
 * line is charged to client or server (invariant 12 of the design).
 */
final class BufferDeadlineTest {

    private static final Timeouts LIMITS = FakeLoop.TIMEOUTS;
    private static final String GET = head("GET / HTTP/1.1", "Host: a");
    private static final String PUT = head("PUT / HTTP/1.1", "Host: a", "Content-Length: 8");

    private final SessionBench bench = new SessionBench(Protocol.HTTP, 2);
    private final FakeConnection front = bench.front;

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    @Test
    void a_request_is_refused_by_503_at_the_deadline_and_not_before() {
        bench.hold();
        front.arrive(GET);
        expectRefusedAtTheDeadline();
    }

    // A wait is longer than the client may take for its head, of which half came in time and half lay unread.
    @Test
    void a_head_that_could_not_be_read_is_refused_by_503_and_never_by_408() {
        front.arrive("GET / HTTP/1.1\r\n");
        bench.passNearly(LIMITS.requestHead());
        bench.hold();
        front.arrive("Host: a\r\n\r\n");
        expectRefusedAtTheDeadline();
    }

    @Test
    void a_body_that_could_not_be_read_is_refused_by_503_and_never_by_408() {
        front.arrive(PUT + "half");
        bench.connect();
        bench.passNearly(LIMITS.requestIdle());
        bench.hold();
        front.arrive("rest");
        expectRefusedAtTheDeadline();
    }

    @Test
    void a_client_that_begins_its_request_at_the_end_of_its_keep_alive_is_not_closed_in_line() {
        bench.passNearly(LIMITS.keepAlive());
        bench.hold();
        front.arrive(GET);
        expectRefusedAtTheDeadline();
    }

    @Test
    void a_parked_request_is_refused_by_503_and_gives_its_slot_back() {
        bench.takeSlot();
        front.arrive(GET);
        bench.hold();
        FakeConnection idle = new FakeConnection(bench.loop.pool, Flow.RESPONSE);
        bench.loop.connector.lieIdle(idle);
        bench.returnSlot();
        assertThat(bench.server.active()).isEqualTo(1);
        expectRefusedAtTheDeadline();
        assertThat(bench.server.active()).isZero();
        assertThat(idle.written()).isEmpty();
    }

    @Test
    void a_response_head_is_refused_by_503_and_never_by_504() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        bench.passNearly(LIMITS.responseHead());
        bench.hold();
        back.arrive(HttpScript.ok("x"));
        expectRefusedAtTheDeadline();
        assertThat(back.isClosed()).isTrue();
    }

    @Test
    void a_response_body_is_broken_off_at_the_deadline_and_not_before() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        back.arrive(head("HTTP/1.1 200 OK", "Content-Length: 10") + "begun");
        bench.passNearly(LIMITS.responseIdle());
        bench.hold();
        back.arrive("there");
        assertThat(bench.level().waiting()).isEqualTo(1);
        bench.passNearly(LIMITS.buffer());
        assertThat(bench.loop.endings).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(bench.loop.endings).containsExactly(Ending.BUFFER_TIMEOUT);
        assertThat(front.isAborted()).isTrue();
        assertThat(bench.level().waiting()).isZero();
    }

    @Test
    void after_the_wait_the_client_has_what_was_left_of_its_time() {
        front.arrive("GET / HTTP/1.1\r\n");
        bench.pass(LIMITS.requestHead().dividedBy(2));
        waitFor(front, "Host: a\r\n");
        bench.passNearly(LIMITS.requestHead().dividedBy(2));
        assertThat(front.written()).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(front.written()).contains("408").contains("request-head-timeout");
    }

    @Test
    void after_the_wait_the_server_has_what_was_left_of_its_time() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        bench.pass(LIMITS.responseHead().dividedBy(2));
        waitFor(back, "HTTP/1.1 2");
        bench.passNearly(LIMITS.responseHead().dividedBy(2));
        assertThat(front.written()).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(front.written()).contains("504").contains("response-head-timeout");
    }

    @Test
    void after_the_wait_its_deadline_is_over() {
        waitFor(front, GET);
        FakeConnection back = bench.connect();
        bench.pass(LIMITS.buffer().plus(MOMENT));
        back.arrive(HttpScript.ok("x"));
        assertThat(front.written()).endsWith("x");
        assertThat(bench.loop.endings).containsExactly(Ending.DONE);
    }

    @Test
    void after_a_wait_for_bytes_that_are_not_there_any_more_the_client_has_what_was_left_of_its_time() {
        front.arrive("GET / HTTP/1.1\r\n");
        bench.hold();
        front.arrive("X");
        bench.passNearly(LIMITS.buffer());
        bench.release();
        front.forget();
        front.collectGrant();
        assertThat(bench.level().leased()).isZero();
        bench.passNearly(LIMITS.requestHead());
        assertThat(front.written()).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(front.written()).contains("408").contains("request-head-timeout");
    }

    @Test
    void each_wait_has_the_whole_deadline() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        for (int i = 0; i < 3; i++) {
            waitFor(back, i == 0 ? head("HTTP/1.1 200 OK", "Content-Length: 3") : "x");
        }
        back.arrive("x");
        assertThat(front.written()).endsWith("xxx");
    }

    /** It lines up, waits nearly as long as it may, and is served. */
    private void waitFor(FakeConnection peer, String bytes) {
        bench.hold();
        peer.arrive(bytes);
        assertThat(peer.isWaitingForBuffer()).isTrue();
        bench.passNearly(LIMITS.buffer());
        bench.release();
        peer.collectGrant();
    }

    private void expectRefusedAtTheDeadline() {
        assertThat(bench.level().waiting()).isEqualTo(1);
        bench.passNearly(LIMITS.buffer());
        assertThat(front.written()).isEmpty();
        assertThat(front.isClosed()).isFalse();
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(front.written()).startsWith("HTTP/1.1 503").contains("buffer-timeout");
        assertThat(bench.loop.endings).containsExactly(Ending.BUFFER_TIMEOUT);
        assertThat(bench.level().waiting()).as("in line after the deadline").isZero();
    }
}
