package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Flow;
import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpScript;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an HTTP session holds at each step: one buffer per flow at most, and none while it waits (invariants 2 and 3 of the design). */
final class HeldBuffersTest {

    private static final String GET = head("GET / HTTP/1.1", "Host: a");
    private static final String PUT = head("PUT / HTTP/1.1", "Host: a", "Content-Length: 6");
    private static final String OK = head("HTTP/1.1 200 OK", "Content-Length: 6");

    private final SessionBench bench = new SessionBench(Protocol.HTTP, 4);
    private final FakeConnection front = bench.front;

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    @Test
    void a_whole_exchange_holds_none_between_its_events() {
        front.arrive("GET / HTTP/1.1\r\n");
        expectHeld(0);
        front.arrive("Host: a\r\n\r\n");
        expectHeld(0);
        FakeConnection back = bench.connect();
        expectHeld(0);
        back.arrive("HTTP/1.1 200 OK\r\n");
        expectHeld(0);
        back.arrive("Content-Length: 6\r\n\r\nabc");
        expectHeld(0);
        back.arrive("def");
        expectHeld(0);
        assertThat(front.written()).endsWith("abcdef");
    }

    @Test
    void an_upload_that_its_server_does_not_take_holds_one_and_reads_no_more() {
        front.arrive(PUT + "abc");
        FakeConnection back = bench.connect();
        back.stall();
        front.arrive("d");
        front.arrive("ef");
        expectHeld(1);
        back.drain();
        front.turn();
        expectHeld(0);
        assertThat(back.written()).endsWith("abcdef");
    }

    @Test
    void a_download_that_its_client_does_not_take_holds_one_and_reads_no_more() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        front.stall();
        back.arrive(OK + "abc");
        back.arrive("def");
        expectHeld(1);
        front.drain();
        back.turn();
        expectHeld(0);
        assertThat(front.written()).endsWith("abcdef");
    }

    @Test
    void a_request_that_follows_is_parked_while_the_one_before_it_is_served() {
        front.arrive(GET + GET);
        FakeConnection back = bench.connect();
        expectHeld(0);
        back.arrive(HttpScript.ok("one"));
        assertThat(front.written()).endsWith("one");
    }

    @Test
    void an_interim_response_that_is_passed_on_holds_none() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        back.arrive(head("HTTP/1.1 103 Early Hints"));
        expectHeld(0);
        back.arrive(OK + "abcdef");
        expectHeld(0);
        assertThat(front.written()).contains(" 103 ").endsWith("abcdef");
    }

    // The buffer is kept where its bytes cannot be parked, and goes back with the session.
    @Test
    void a_request_that_follows_is_kept_where_parking_is_full_and_goes_back_when_the_client_breaks_off() {
        SessionBench full = new SessionBench(Protocol.HTTP, new FakeLoop(4, 4, 0));
        full.front.arrive(GET + GET);
        full.connect();
        assertThat(full.level().leased()).isEqualTo(1);
        full.front.breakOff();
        assertThat(full.level().leased()).isZero();
        full.end();
    }

    @Test
    void a_request_in_line_for_a_slot_holds_none() {
        bench.takeSlot();
        front.arrive(PUT + "abc");
        front.arrive("def");
        expectHeld(0);
        bench.returnSlot();
        FakeConnection back = bench.connect();
        front.turn();
        expectHeld(0);
        assertThat(back.written()).endsWith("abcdef");
    }

    @Test
    void what_a_rejected_request_was_read_into_goes_back() {
        front.arrive(head("GET / HTTP/1.1", "Host: a", "Host: b"));
        expectHeld(0);
        assertThat(front.written()).startsWith("HTTP/1.1 400");
    }

    @Test
    void what_a_broken_body_was_read_into_goes_back() {
        front.arrive(head("PUT / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"));
        bench.connect();
        front.arrive("no size\r\n");
        expectHeld(0);
        assertThat(front.written()).startsWith("HTTP/1.1 400");
    }

    @Test
    void what_a_broken_response_was_read_into_goes_back() {
        front.arrive(GET);
        bench.connect().arrive("nonsense\r\n\r\n");
        expectHeld(0);
        assertThat(front.written()).startsWith("HTTP/1.1 502");
    }

    @Test
    void what_a_broken_response_body_was_read_into_goes_back() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        back.arrive(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"));
        back.arrive("no size\r\n");
        expectHeld(0);
        assertThat(front.isAborted()).isTrue();
    }

    @Test
    void what_stalls_at_the_client_goes_back_when_the_server_breaks_off() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        front.stall();
        back.arrive(OK + "abc");
        back.breakOff();
        expectHeld(0);
        front.drain();
        assertThat(front.written()).startsWith("HTTP/1.1 502");
    }

    @Test
    void what_stalls_at_the_server_goes_back_when_the_client_breaks_off() {
        front.arrive(PUT);
        FakeConnection back = bench.connect();
        back.stall();
        front.arrive("abc");
        front.breakOff();
        expectHeld(0);
        assertThat(back.isClosed()).isTrue();
    }

    @Test
    void what_is_behind_an_interim_response_that_stalls_goes_back_when_the_client_breaks_off() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        front.stall();
        back.arrive(head("HTTP/1.1 103 Early Hints") + OK);
        expectHeld(1);
        bench.session.abort(Ending.DRAIN_TIMEOUT);
        expectHeld(0);
    }

    private void expectHeld(int buffers) {
        assertThat(bench.level().leased()).as("buffers held").isEqualTo(buffers);
        assertThat(bench.level().waiting()).as("in line").isZero();
    }

    // Else the server's time to take it would be spent before the server has seen a byte of it.
    @Test
    void a_request_sent_ahead_makes_progress_when_its_turn_comes() {
        SessionBench bench = new SessionBench(Protocol.HTTP, new FakeLoop(2, 2, 0));
        bench.front.arrive(GET + GET);
        FakeConnection back = bench.connect();
        bench.pass(Duration.ofSeconds(5));
        assertThat(bench.loop.pool.stalled(1).get(0).age()).isGreaterThan(Duration.ofSeconds(4));
        FakeConnection idle = new FakeConnection(bench.loop.pool, Flow.RESPONSE);
        idle.stall();
        bench.loop.connector.lieIdle(idle);
        back.arrive(HttpScript.ok("x"));
        bench.loop.runTasks();
        assertThat(bench.loop.pool.stalled(1).get(0).age()).isLessThan(Duration.ofSeconds(1));
        bench.end();
    }
}
