package io.weir.session;

import static io.weir.session.SessionBench.MOMENT;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.exchange.ExchangeInsides;
import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpScript;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interim responses (1xx) do not let a server keep its exchange for as long as it likes. */
final class InterimDeadlineTest {

    private static final String GET = head("GET / HTTP/1.1", "Host: a");
    private static final String PUT = head("PUT / HTTP/1.1", "Host: a", "Content-Length: 2");
    private static final String EARLY_HINTS = head("HTTP/1.1 103 Early Hints");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LIMIT = FakeLoop.TIMEOUTS.responseHead();

    private final SessionBench bench = new SessionBench(Protocol.HTTP, new FakeLoop(2, 0));
    private final FakeConnection front = bench.front;

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    @Test
    void interim_responses_do_not_prolong_the_wait_for_the_final_one() {
        FakeConnection back = ask(GET);
        passWithInterimEachSecond(back, EARLY_HINTS, LIMIT.plus(MOMENT));
        assertThat(front.written()).contains("103 Early Hints").contains("response-head-timeout");
        assertThat(bench.server.active()).isZero();
    }

    @Test
    void a_server_that_says_it_is_processing_has_its_time_again_and_ten_times_of_it_at_most() {
        FakeConnection back = ask(GET);
        String processing = head("HTTP/1.1 102 Processing");
        Duration most = LIMIT.multipliedBy(ExchangeInsides.PROCESSING_FACTOR);
        passWithInterimEachSecond(back, processing, most.minus(MOMENT));
        assertThat(front.written()).contains("102 Processing").doesNotContain("timeout");
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(front.written()).contains("response-head-timeout");
    }

    @Test
    void a_server_that_says_it_is_processing_and_is_silent_then_is_late_after_its_time() {
        FakeConnection back = ask(GET);
        bench.passNearly(LIMIT);
        back.arrive(head("HTTP/1.1 102 Processing"));
        bench.passNearly(LIMIT);
        assertThat(front.written()).doesNotContain("timeout");
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(front.written()).contains("response-head-timeout");
    }

    @Test
    void while_the_client_does_not_take_an_interim_response_the_time_of_the_server_does_not_run() {
        FakeConnection back = ask(GET);
        bench.pass(SECOND);
        front.stall();
        back.arrive(EARLY_HINTS + "HTTP/1.1 2");
        bench.pass(LIMIT.plus(MOMENT));
        front.drain();
        expectLateAfter(LIMIT.minus(SECOND));
    }

    @Test
    void while_the_client_has_no_room_the_time_of_the_server_does_not_run_and_it_goes_on_afterwards() {
        FakeConnection back = ask(GET);
        bench.pass(SECOND);
        front.fillUp();
        back.arrive("HTTP/1.1 2");
        bench.pass(LIMIT.plus(MOMENT));
        front.makeRoom();
        back.turn();
        expectLateAfter(LIMIT.minus(SECOND));
    }

    @Test
    void while_there_is_no_buffer_for_an_interim_response_the_time_of_the_server_does_not_run() {
        FakeConnection back = ask(GET);
        bench.pass(SECOND);
        bench.hold();
        back.arrive(EARLY_HINTS);
        assertThat(back.isWaitingForBuffer()).isTrue();
        bench.pass(SECOND);
        bench.release();
        back.collectGrant();
        assertThat(front.written()).contains("103 Early Hints");
        expectLateAfter(LIMIT.minus(SECOND));
    }

    @Test
    void an_interim_response_before_the_whole_request_does_not_begin_the_time_of_the_server() {
        FakeConnection back = ask(PUT);
        back.arrive(head("HTTP/1.1 100 Continue"));
        back.arrive(EARLY_HINTS);
        bench.passNearly(FakeLoop.TIMEOUTS.requestIdle());
        front.arrive("a");
        bench.passNearly(FakeLoop.TIMEOUTS.requestIdle());
        front.arrive("b");
        assertThat(front.written()).contains("100 Continue").doesNotContain("timeout");
        expectLateAfter(LIMIT);
    }

    // A server that has stopped reading may still answer, and must not have for ever to do so.
    @Test
    void an_interim_response_after_a_failed_write_leaves_the_time_of_the_server_running() {
        FakeConnection back = ask(PUT);
        back.reportFailedWrite();
        back.arrive(EARLY_HINTS);
        expectLateAfter(LIMIT);
    }

    @Test
    void one_interim_response_too_many_is_refused() {
        FakeConnection back = ask(GET);
        back.arrive(EARLY_HINTS.repeat(ExchangeInsides.MOST_INTERIM));
        assertThat(front.written()).contains("103").doesNotContain("502");
        back.arrive(EARLY_HINTS);
        assertThat(front.written()).contains("502").contains("too-many-interim").doesNotContain("103");
        assertThat(back.isClosed()).isTrue();
        assertThat(bench.loop.endings).containsExactly(Ending.TOO_MANY_INTERIM);
    }

    @Test
    void an_interim_response_that_a_client_of_http_1_0_does_not_get_is_counted() {
        FakeConnection back = ask(head("GET / HTTP/1.0"));
        back.arrive(EARLY_HINTS.repeat(ExchangeInsides.MOST_INTERIM + 1));
        assertThat(front.written()).contains("502").contains("too-many-interim");
    }

    @Test
    void each_exchange_may_have_as_many_interim_responses() {
        FakeConnection back = ask(GET);
        back.arrive(EARLY_HINTS.repeat(ExchangeInsides.MOST_INTERIM) + HttpScript.ok("one"));
        bench.loop.connector.lieIdle(back);
        front.arrive(GET);
        back.arrive(EARLY_HINTS.repeat(ExchangeInsides.MOST_INTERIM) + HttpScript.ok("two"));
        assertThat(bench.loop.endings).containsExactly(Ending.DONE, Ending.DONE);
    }

    private FakeConnection ask(String request) {
        front.arrive(request);
        return bench.connect();
    }

    private void expectLateAfter(Duration time) {
        bench.passNearly(time);
        assertThat(front.written()).doesNotContain("timeout");
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(bench.loop.endings).containsExactly(Ending.RESPONSE_HEAD_TIMEOUT);
    }

    private void passWithInterimEachSecond(FakeConnection back, String interim, Duration time) {
        Duration left = time;
        for (; left.compareTo(SECOND) > 0; left = left.minus(SECOND)) {
            bench.pass(SECOND);
            back.arrive(interim);
        }
        bench.pass(left);
    }
}
