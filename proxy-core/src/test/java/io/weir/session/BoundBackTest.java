package io.weir.session;

import static io.weir.session.SessionBench.MOMENT;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.weir.backend.Reuse;
import io.weir.backend.Server;
import io.weir.buffer.Flow;
import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import io.weir.testing.wire.HttpScript;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A back connection that belongs to one session: when it does, what it is used for, and what ends it. */
final class BoundBackTest {

    private static final String GET = head("GET / HTTP/1.1", "Host: a");
    private static final String LOGIN = head("GET / HTTP/1.1", "Host: a", "Authorization: NTLM TlRMTVNTUAAB");
    private static final String ASKED =
            head("HTTP/1.1 401 Unauthorized", "Content-Length: 0", "WWW-Authenticate: Basic, Negotiate");
    private static final String OK = HttpScript.ok("x");
    private static final Timeouts LIMITS = FakeLoop.TIMEOUTS;

    private final Logger log = (Logger) LoggerFactory.getLogger(Server.class);
    private SessionBench bench = new SessionBench(Protocol.HTTP, 2);

    @BeforeEach
    void expect_a_server_that_is_not_to_be_trusted() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void nothing_is_left() {
        log.setLevel(null);
        bench.end();
    }

    @Test
    void one_on_which_the_client_logs_in_serves_it_again_and_is_not_for_others() {
        FakeConnection back = exchange(LOGIN, OK);
        expectBound(back);
        bench.front.arrive(GET);
        assertThat(back.written()).startsWith("GET /");
        back.arrive(OK);
        expectBound(back);
    }

    @Test
    void one_on_which_the_server_asks_for_a_login_belongs_to_the_client() {
        expectBound(exchange(GET, ASKED));
    }

    @Test
    void one_that_others_have_used_belongs_to_the_client_from_its_login_on() {
        FakeConnection idle = new FakeConnection(bench.loop.pool, Flow.RESPONSE);
        bench.loop.connector.lieIdle(idle);
        bench.front.arrive(LOGIN);
        assertThat(idle.written()).contains("Authorization: NTLM");
        idle.arrive(OK);
        expectBound(idle);
    }

    @Test
    void one_without_a_login_goes_to_the_next_client() {
        FakeConnection back = exchange(head("GET / HTTP/1.1", "Host: a", "Authorization: Basic bnRsbTpudGxt"), OK);
        assertThat(bench.loop.connector.kept).containsExactly(back);
        assertThat(bench.server.bound()).isZero();
    }

    // The login is of that connection, and of no other that the same client has later.
    @Test
    void after_it_has_ended_the_next_is_for_all_unless_the_client_logs_in_again() {
        exchange(LOGIN, OK).breakOff();
        assertThat(bench.server.bound()).isZero();
        FakeConnection next = exchange(GET, OK);
        assertThat(bench.loop.connector.kept).containsExactly(next);
    }

    @Test
    void requests_in_one_piece_go_to_it_one_after_the_other() {
        bench.front.arrive(LOGIN + GET + GET);
        FakeConnection back = bench.connect();
        for (int i = 0; i < 3; i++) {
            assertThat(back.written()).startsWith("GET /");
            back.arrive(OK);
            bench.loop.runTasks();
        }
        expectBound(back);
        assertThat(bench.loop.endings).containsExactly(Ending.DONE, Ending.DONE, Ending.DONE);
    }

    @Test
    void an_answer_of_our_own_leaves_it_alone() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.front.arrive(head("OPTIONS / HTTP/1.1", "Host: a", "Max-Forwards: 0"));
        assertThat(bench.front.written()).contains("200");
        bench.loop.runTasks();
        expectBound(back);
        bench.front.arrive(GET);
        assertThat(back.written()).startsWith("GET /");
    }

    @Test
    void it_ends_when_the_client_goes() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.front.end();
        assertThat(back.isClosed()).isTrue();
    }

    @Test
    void it_ends_when_the_client_is_silent_for_too_long() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.passNearly(LIMITS.keepAlive());
        expectBound(back);
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(bench.front.isClosed()).isTrue();
        assertThat(back.isClosed()).isTrue();
    }

    @Test
    void it_ends_when_the_session_drains() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.session.drain();
        bench.pass(SessionLoop.LAST_CALL.plus(MOMENT));
        assertThat(back.isClosed()).isTrue();
    }

    @Test
    void it_ends_with_the_last_response_of_the_front_connection() {
        FakeConnection back =
                exchange(head("GET / HTTP/1.1", "Host: a", "Authorization: NTLM x", "Connection: close"), OK);
        assertThat(back.isClosed()).isTrue();
        assertThat(bench.loop.connector.kept).isEmpty();
    }

    @Test
    void it_ends_with_an_answer_after_which_the_front_connection_closes() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.front.arrive("nonsense\r\n\r\n");
        assertThat(bench.front.written()).contains("400");
        assertThat(bench.front.isClosed()).isFalse();
        assertThat(back.isClosed()).isTrue();
    }

    @Test
    void it_ends_when_its_exchange_breaks_off() {
        bench.front.arrive(LOGIN);
        FakeConnection back = bench.connect();
        back.arrive("nonsense\r\n\r\n");
        assertThat(bench.front.written()).contains("502");
        assertThat(back.isClosed()).isTrue();
        assertThat(bench.server.bound()).isZero();
    }

    @Test
    void it_ends_when_its_server_closes_it_and_the_next_request_gets_another() {
        FakeConnection back = exchange(LOGIN, OK);
        back.endInput();
        assertThat(back.isClosed()).isTrue();
        assertThat(bench.server.bound()).isZero();
        assertThat(exchange(GET, OK)).isNotSameAs(back);
    }

    @Test
    void it_ends_when_its_server_sends_what_nobody_has_asked_for() {
        FakeConnection back = exchange(LOGIN, OK);
        back.arrive(HttpScript.ok("unasked"));
        assertThat(back.isClosed()).isTrue();
        assertThat(bench.server.unsolicited()).isEqualTo(1);
        exchange(GET, OK);
        assertThat(bench.front.written()).doesNotContain("unasked");
    }

    @Test
    void it_is_looked_at_before_it_is_used_again() {
        FakeConnection back = exchange(LOGIN, OK);
        back.disturb();
        bench.front.arrive(GET);
        assertThat(back.written()).isEmpty();
        assertThat(back.isClosed()).isTrue();
        bench.connect().arrive(OK);
    }

    @Test
    void a_login_outlives_the_time_for_which_connections_are_kept() {
        FakeConnection back = exchange(LOGIN, head("HTTP/1.1 200 OK", "Content-Length: 0", "Keep-Alive: timeout=1"));
        Duration idle = LIMITS.keepAlive().minus(MOMENT);
        bench.pass(idle);
        bench.front.arrive(GET);
        assertThat(back.written()).startsWith("GET /");
    }

    @Test
    void a_login_outlives_the_trust_in_its_server() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.server.onUnsolicited(0, bench.loop.time.nanos());
        bench.front.arrive(GET);
        assertThat(back.written()).startsWith("GET /");
        back.arrive(OK);
        expectBound(back);
    }

    @Test
    void an_exchange_waits_for_a_slot_of_its_server_and_it_is_watched_meanwhile() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.takeSlot();
        bench.front.arrive(GET);
        assertThat(back.written()).isEmpty();
        expectBound(back);
        bench.returnSlot();
        assertThat(back.written()).startsWith("GET /");
        assertThat(bench.loop.connector.attempts).hasSize(1);
    }

    @Test
    void an_exchange_whose_connection_ends_while_it_waits_for_a_slot_gets_another() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.takeSlot();
        bench.front.arrive(GET);
        back.breakOff();
        assertThat(bench.server.bound()).isZero();
        bench.returnSlot();
        bench.connect().arrive(OK);
        assertThat(bench.loop.endings).containsExactly(Ending.DONE, Ending.DONE);
    }

    @Test
    void an_exchange_that_gets_no_slot_in_time_leaves_it_alone() {
        FakeConnection back = exchange(LOGIN, OK);
        bench.takeSlot();
        bench.front.arrive(GET);
        bench.pass(LIMITS.slot().plus(MOMENT));
        assertThat(bench.front.written()).contains("slot-timeout");
        bench.returnSlot();
        expectBound(back);
    }

    @Test
    void with_reuse_by_session_it_needs_no_login() {
        begin(Reuse.SESSION);
        FakeConnection back = exchange(GET, OK);
        expectBound(back);
        bench.front.arrive(GET);
        assertThat(back.written()).startsWith("GET /");
    }

    @Test
    void with_reuse_by_session_nobody_elses_is_used() {
        begin(Reuse.SESSION);
        FakeConnection idle = new FakeConnection(bench.loop.pool, Flow.RESPONSE);
        bench.loop.connector.lieIdle(idle);
        exchange(GET, OK);
        assertThat(idle.written()).isEmpty();
        idle.close();
    }

    @Test
    void with_reuse_by_session_it_is_replaced_when_it_has_been_idle_for_as_long_as_its_server_keeps_it() {
        begin(Reuse.SESSION);
        String response = head("HTTP/1.1 200 OK", "Content-Length: 0", "Keep-Alive: timeout=5");
        Duration limit = Duration.ofSeconds(4);
        FakeConnection back = exchange(GET, response);
        bench.passNearly(limit);
        bench.front.arrive(GET);
        assertThat(back.written()).startsWith("GET /");
        back.arrive(response);
        bench.pass(limit.plus(MOMENT));
        assertThat(exchange(GET, OK)).isNotSameAs(back);
        assertThat(back.isClosed()).isTrue();
    }

    @Test
    void with_reuse_by_session_it_is_not_kept_if_its_server_does_not() {
        begin(Reuse.SESSION);
        FakeConnection back = exchange(GET, head("HTTP/1.1 200 OK", "Content-Length: 0", "Keep-Alive: timeout=1"));
        assertThat(back.isClosed()).isTrue();
        assertThat(bench.server.bound()).isZero();
    }

    @Test
    void with_reuse_by_session_it_is_not_used_again_while_its_server_is_not_trusted() {
        begin(Reuse.SESSION);
        FakeConnection back = exchange(GET, OK);
        bench.server.onUnsolicited(0, bench.loop.time.nanos());
        assertThat(exchange(GET, OK)).isNotSameAs(back);
        assertThat(back.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void with_reuse_never_each_exchange_has_its_own(boolean logsIn) {
        begin(Reuse.NEVER);
        for (int i = 0; i < 2; i++) {
            FakeConnection back = exchange(logsIn ? LOGIN : GET, OK);
            assertThat(back.isClosed()).isTrue();
        }
        assertThat(bench.loop.connector.kept).isEmpty();
        assertThat(bench.loop.connector.attempts).hasSize(2);
    }

    private void begin(Reuse reuse) {
        bench.end();
        bench = new SessionBench(Protocol.HTTP, new FakeLoop(2, 2), reuse);
    }

    private FakeConnection exchange(String request, String response) {
        bench.front.arrive(request);
        FakeConnection back = bench.connect();
        assertThat(back.written()).startsWith("GET /");
        back.arrive(response);
        bench.loop.runTasks();
        return back;
    }

    private void expectBound(FakeConnection back) {
        assertThat(bench.loop.connector.kept).isEmpty();
        assertThat(back.isClosed()).isFalse();
        assertThat(back.wish()).isEqualTo(FakeGate.Wish.WATCH);
        assertThat(bench.server.bound()).isEqualTo(1);
        assertThat(bench.server.active()).isLessThanOrEqualTo(1);
    }
}
