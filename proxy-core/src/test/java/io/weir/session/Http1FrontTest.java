package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.netty.buffer.Unpooled;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.balance.WeightedRoundRobin;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connector;
import io.weir.exchange.Destination;
import io.weir.exchange.ListenerRules;
import io.weir.exchange.Route;
import io.weir.http.Upgrades;
import io.weir.reason.Ending;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTable;
import io.weir.settings.ClientSettings;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import io.weir.testing.Configured;
import io.weir.testing.FakeOpenings;
import io.weir.testing.wire.HttpScript;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Orders of events that no socket can be made to produce. */
final class Http1FrontTest {

    private static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final String GET = head("GET / HTTP/1.1", "Host: a");

    // No buffer may stall, so nothing is read for a side that is not known to take it.
    private final FakeLoop loop = new FakeLoop(2, 0);
    private static final Duration AFTER_LAST_CALL = SessionLoop.LAST_CALL.plusMillis(100);

    private final Backend backend =
            new Backend(new BackendSettings("b", List.of(new ServerSettings("s", ADDRESS, 1, 1))));
    private final Server server = backend.servers().get(0);
    private final Ticket holder = loop.pool.ticket(99, Flow.REQUEST, ignored -> true);
    private final Deque<Lease> held = new ArrayDeque<>();
    private final FakeConnection front = new FakeConnection(loop.pool, Flow.REQUEST);
    private final ListenerRules rules = rules();
    private final Http1Front session = new Http1Front(
            loop.services, Configured.listener(rules, FakeLoop.TIMEOUTS, Limits.DEFAULT), rules, 1, front);

    Http1FrontTest() {
        session.start(Unpooled.EMPTY_BUFFER);
    }

    @AfterEach
    void nothing_is_left() {
        release();
        session.abort(Ending.DRAIN_TIMEOUT);
        loop.runTasks();
        assertThat(loop.pool.leased()).isZero();
        assertThat(loop.pool.level().waiting()).isZero();
        assertThat(loop.pool.level().stalled()).isZero();
        assertThat(loop.parking.usedBytes()).isZero();
        assertThat(server.active()).isZero();
        assertThat(loop.services.sessions()).isZero();
        assertThat(loop.time.timers().size()).isZero();
    }

    @Test
    void a_connection_used_before_that_closes_while_the_request_waits_for_a_buffer_is_replaced() {
        FakeConnection idle = reuseWhileThePoolIsHeld();
        idle.disturb();
        FakeConnection fresh = grantAndConnectAnew();
        assertThat(idle.written()).isEmpty();
        assertThat(idle.isClosed()).isTrue();
        assertThat(fresh.written()).startsWith("GET / HTTP/1.1");
        answer(fresh);
    }

    @Test
    void what_a_connection_used_before_says_unasked_while_the_request_waits_for_a_buffer_is_no_response() {
        FakeConnection idle = reuseWhileThePoolIsHeld();
        idle.arrive(head("HTTP/1.1 408 Request Timeout", "Content-Length: 0"));
        FakeConnection fresh = grantAndConnectAnew();
        assertThat(idle.written()).isEmpty();
        assertThat(front.written()).isEmpty();
        answer(fresh);
    }

    @Test
    void a_connection_used_before_that_stays_quiet_while_the_request_waits_for_a_buffer_serves_it() {
        FakeConnection idle = reuseWhileThePoolIsHeld();
        release();
        front.collectGrant();
        assertThat(idle.written()).startsWith("GET / HTTP/1.1");
        assertThat(loop.connector.attempts).isEmpty();
        answer(idle);
    }

    @Test
    void a_server_that_spoils_every_connection_is_given_up_in_the_end() {
        FakeConnection back = reuseWhileThePoolIsHeld();
        for (int i = 1; i <= 3; i++) {
            back.disturb();
            release();
            front.collectGrant();
            hold();
            back = connect();
        }
        back.disturb();
        release();
        front.collectGrant();
        assertThat(front.written()).contains("502").contains("server-closed");
        assertThat(loop.connector.attempts).hasSize(3);
    }

    // The server answers early, its answer waits in line, and only then the request is whole.
    @Test
    void a_response_head_that_stops_is_timed_out_although_its_phase_began_in_line() {
        front.arrive(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 4"));
        FakeConnection back = connect();
        back.stall();
        front.arrive("body");
        hold();
        back.arrive("HTTP/1.1 20");
        assertThat(back.isWaitingForBuffer()).isTrue();
        back.drain();
        loop.time.pass(FakeLoop.TIMEOUTS.responseHead().minusSeconds(3));
        release();
        back.collectGrant();
        loop.time.pass(FakeLoop.TIMEOUTS.responseHead().minusSeconds(1));
        assertThat(front.written()).isEmpty();
        loop.time.pass(Duration.ofSeconds(2));
        assertThat(front.written()).contains("504").contains("response-head-timeout");
    }

    @Test
    void a_buffer_granted_to_a_request_that_was_refused_in_the_same_moment_goes_back() {
        hold();
        front.arrive(GET);
        assertThat(front.isWaitingForBuffer()).isTrue();
        release();
        session.abort(Ending.DRAIN_TIMEOUT);
        front.collectGrant();
        assertThat(loop.pool.leased()).isZero();
    }

    @Test
    void draining_between_two_requests_that_came_together_answers_the_second_and_closes() {
        front.arrive(GET + GET);
        FakeConnection back = connect();
        back.arrive(HttpScript.ok("one"));
        FakeConnection second = connectOrKept(back);
        session.drain();
        assertThat(front.written()).doesNotContain("Connection: close");
        second.arrive(HttpScript.ok("two"));
        assertThat(front.written()).contains("Connection: close").endsWith("two");
        assertThat(front.hasEndedOutput() || front.isClosed()).isTrue();
    }

    @Test
    void draining_within_a_response_that_promised_to_stay_closes_soon_after_it() {
        front.arrive(GET);
        FakeConnection back = connect();
        back.arrive(head("HTTP/1.1 200 OK", "Content-Length: 4") + "bo");
        session.drain();
        assertThat(front.isClosed()).isFalse();
        back.arrive("dy");
        assertThat(front.isClosed()).isFalse();
        loop.time.pass(AFTER_LAST_CALL);
        assertThat(front.isClosed()).isTrue();
        assertThat(loop.endings).containsExactly(Ending.DONE);
    }

    @Test
    void draining_before_the_response_says_so_in_it() {
        front.arrive(GET);
        FakeConnection back = connect();
        session.drain();
        back.arrive(HttpScript.ok("x"));
        assertThat(front.written()).contains("Connection: close");
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void draining_within_a_head_answers_that_request_and_closes() {
        front.arrive("GET / HTTP/1.1\r\n");
        session.drain();
        front.arrive("Host: a\r\n\r\n");
        connect().arrive(HttpScript.ok("x"));
        assertThat(front.written()).contains("Connection: close").endsWith("x");
        assertThat(front.isClosed()).isTrue();
    }

    @Test
    void draining_while_an_answer_of_ours_is_followed_up_closes() {
        assertThat(server.tryTakeSlot()).isTrue();
        front.arrive(GET);
        loop.time.pass(FakeLoop.TIMEOUTS.slot().plusMillis(20));
        assertThat(front.written()).contains("slot-timeout").doesNotContain("Connection: close");
        session.drain();
        loop.runTasks();
        loop.time.pass(AFTER_LAST_CALL);
        assertThat(front.isClosed()).isTrue();
        backend.release(server);
    }

    @Test
    void an_interim_response_that_the_client_does_not_take_holds_up_what_follows_and_loses_nothing() {
        front.arrive(GET);
        FakeConnection back = connect();
        front.stall();
        back.arrive(head("HTTP/1.1 103 Early Hints").repeat(2)
                + head("HTTP/1.1 200 OK", "Date: d", "Content-Length: 1")
                + "x");
        assertThat(loop.pool.leased()).isEqualTo(1);
        front.drain();
        assertThat(front.written())
                .isEqualTo(head("HTTP/1.1 103 Early Hints", "Via: 1.1 weir").repeat(2)
                        + head("HTTP/1.1 200 OK", "Date: d", "Content-Length: 1", "Via: 1.1 weir") + "x");
    }

    @Test
    void a_response_that_is_not_read_because_the_client_has_no_room_is_not_late() {
        front.arrive(GET);
        FakeConnection back = connect();
        front.fillUp();
        back.arrive(HttpScript.ok("x"));
        loop.time.pass(FakeLoop.TIMEOUTS.responseHead().plusSeconds(1));
        front.makeRoom();
        back.turn();
        assertThat(front.written()).endsWith("\r\n\r\nx");
        assertThat(loop.endings).containsExactly(Ending.DONE);
    }

    @Test
    void a_client_that_has_no_room_for_too_long_is_broken_off() {
        front.arrive(GET);
        FakeConnection back = connect();
        front.fillUp();
        back.arrive(HttpScript.ok("x"));
        loop.time.pass(FakeLoop.TIMEOUTS.writeStall().plusMillis(100));
        assertThat(front.isAborted()).isTrue();
        assertThat(loop.endings).containsExactly(Ending.CLIENT_STALL_TIMEOUT);
    }

    @Test
    void after_the_client_had_no_room_the_server_is_waited_for_again() {
        front.arrive(GET);
        FakeConnection back = connect();
        front.fillUp();
        back.arrive("HTTP/1.1 2");
        front.makeRoom();
        back.turn();
        loop.time.pass(FakeLoop.TIMEOUTS.responseHead().plusMillis(100));
        assertThat(front.written()).contains("response-head-timeout");
    }

    // Its server has answered before without reading all, and what it has not read is still in the socket.
    @Test
    void a_request_is_not_sent_on_a_connection_that_is_not_known_to_take_it_and_holds_no_buffer_meanwhile() {
        FakeConnection idle = new FakeConnection(loop.pool, Flow.RESPONSE);
        idle.fillUp();
        loop.connector.lieIdle(idle);
        front.arrive(GET);
        assertThat(idle.written()).isEmpty();
        assertThat(loop.pool.leased()).isZero();
        idle.makeRoom();
        assertThat(idle.written()).startsWith("GET / HTTP/1.1");
        answer(idle);
    }

    @Test
    void a_request_whose_connection_is_never_known_to_take_it_is_refused_by_its_deadline() {
        FakeConnection idle = new FakeConnection(loop.pool, Flow.RESPONSE);
        idle.fillUp();
        loop.connector.lieIdle(idle);
        front.arrive(GET);
        loop.time.pass(FakeLoop.TIMEOUTS.writeStall().plusMillis(100));
        assertThat(front.written()).contains("504").contains("server-stall-timeout");
        assertThat(idle.isClosed()).isTrue();
    }

    @Test
    void no_more_of_a_response_is_read_than_the_client_is_known_to_take() {
        front.arrive(GET);
        FakeConnection back = connect();
        back.arrive(head("HTTP/1.1 200 OK", "Content-Length: 10") + "01");
        front.written();
        front.makeRoom(3);
        back.arrive("23456789");
        assertThat(front.written()).isEqualTo("234");
        front.makeRoom(10);
        back.turn();
        assertThat(front.written()).isEqualTo("56789");
    }

    @Test
    void a_request_that_the_server_does_not_take_is_broken_off_by_its_deadline_and_not_before() {
        front.arrive(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 4"));
        FakeConnection back = connect();
        back.stall();
        front.arrive("body");
        loop.time.pass(FakeLoop.TIMEOUTS.writeStall().minusMillis(100));
        assertThat(front.written()).isEmpty();
        loop.time.pass(Duration.ofMillis(200));
        assertThat(front.written()).contains("server-stall-timeout");
        assertThat(back.isClosed()).isTrue();
    }

    // The deadline of a stall would be that of a flow that has stopped.
    @Test
    void a_server_that_takes_no_more_of_a_request_has_the_time_of_a_response() {
        front.arrive(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 4"));
        FakeConnection back = connect();
        back.failWrites();
        front.arrive("body");
        back.tellFailure();
        loop.time.pass(FakeLoop.TIMEOUTS.responseHead().minusMillis(100));
        assertThat(front.written()).isEmpty();
        back.arrive(head("HTTP/1.1 413 Too much", "Content-Length: 0"));
        assertThat(front.written()).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void a_bug_ends_its_session_and_no_other() {
        front.arrive(GET);
        FakeConnection back = connect();
        Logger log = (Logger) LoggerFactory.getLogger(Http1Front.class);
        log.setLevel(Level.OFF);
        session.onBug(new IllegalStateException("on purpose"));
        log.setLevel(null);
        assertThat(front.isAborted()).isTrue();
        assertThat(back.isClosed()).isTrue();
        assertThat(loop.endings).containsExactly(Ending.BUG);
    }

    /** The request waits for a slot, then gets a connection that lay idle, and then waits for a buffer. */
    private FakeConnection reuseWhileThePoolIsHeld() {
        assertThat(server.tryTakeSlot()).isTrue();
        front.arrive(GET);
        assertThat(loop.parking.usedBytes()).isPositive();
        hold();
        FakeConnection idle = new FakeConnection(loop.pool, Flow.RESPONSE);
        idle.watch();
        loop.connector.lieIdle(idle);
        backend.release(server);
        loop.runTasks();
        assertThat(front.isWaitingForBuffer()).isTrue();
        return idle;
    }

    private FakeConnection grantAndConnectAnew() {
        release();
        front.collectGrant();
        return connect();
    }

    private void answer(FakeConnection back) {
        back.arrive(HttpScript.ok("answer"));
        assertThat(front.written()).endsWith("answer");
        assertThat(loop.endings).containsExactly(Ending.DONE);
    }

    private FakeConnection connect() {
        FakeOpenings.Attempt<Connector.Client> attempt = loop.connector.lastAttempt();
        FakeConnection back = new FakeConnection(loop.pool, Flow.RESPONSE);
        attempt.client.onConnected(back);
        return back;
    }

    private FakeConnection connectOrKept(FakeConnection before) {
        return loop.connector.attempts.size() > 1 ? connect() : before;
    }

    /** Takes all free buffers. */
    private void hold() {
        while (holder.acquire(WaitClass.START) instanceof Lease lease) {
            held.add(lease);
        }
        holder.cancel();
    }

    private void release() {
        held.forEach(Lease::close);
        held.clear();
    }

    private ListenerRules rules() {
        RouteTable routes = new RouteTable(List.of(RouteSettings.everything("b")));
        Destination destination = new Destination(backend, new WeightedRoundRobin(backend));
        return new ListenerRules(
                "front",
                Protocol.HTTP,
                routes,
                List.of(new Route(destination)),
                new Upgrades(List.of("websocket")),
                ClientSettings.DEFAULT);
    }
}
