package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Flow;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.exchange.Exchange;
import io.weir.exchange.Route;
import io.weir.http.OwnResponse;
import io.weir.reason.Ending;
import io.weir.settings.ClientSettings;
import io.weir.settings.Protocol;
import io.weir.testing.Reachable;
import io.weir.testing.wire.HttpScript;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exchanges are lent by the loop and used again, for one session after the other. */
final class ExchangesTest {

    private static final String GET = head("GET / HTTP/1.1", "Host: a");

    private final FakeLoop loop = new FakeLoop(2, 2);

    @Test
    void an_exchange_serves_one_session_after_the_other() {
        SessionBench first = new SessionBench(Protocol.HTTP, loop);
        first.front.arrive(GET);
        Exchange exchange = ((Http1Front) first.session).running();
        first.connect().arrive(HttpScript.ok("x"));
        assertThat(((Http1Front) first.session).exchange())
                .as("between requests")
                .isNull();
        SessionBench second = new SessionBench(Protocol.HTTP, loop);
        second.front.arrive(GET);
        assertThat(((Http1Front) second.session).running()).isSameAs(exchange);
        second.connect();
        second.session.abort(Ending.DRAIN_TIMEOUT);
        first.session.abort(Ending.DRAIN_TIMEOUT);
        assertThat(loop.endings).containsExactly(Ending.DONE, Ending.DRAIN_TIMEOUT);
    }

    @Test
    void sessions_at_work_have_an_exchange_each() {
        SessionBench first = new SessionBench(Protocol.HTTP, loop);
        SessionBench second = new SessionBench(Protocol.HTTP, loop);
        first.front.arrive("GET ");
        second.front.arrive("GET ");
        assertThat(((Http1Front) first.session).running()).isNotSameAs(((Http1Front) second.session).running());
        first.session.abort(Ending.DRAIN_TIMEOUT);
        second.session.abort(Ending.DRAIN_TIMEOUT);
    }

    @Test
    void a_spare_exchange_keeps_nothing_of_its_last_session_alive() {
        SessionBench bench = new SessionBench(Protocol.HTTP, loop);
        bench.hold();
        bench.front.arrive("GET ");
        bench.end();
        expectForgotten(bench);
    }

    @Test
    void a_spare_exchange_keeps_no_session_alive_whose_request_was_served() {
        SessionBench bench = new SessionBench(Protocol.HTTP, loop);
        bench.front.arrive(GET);
        bench.connect().arrive(HttpScript.ok("x"));
        bench.end();
        expectForgotten(bench);
    }

    private void expectForgotten(SessionBench bench) {
        Exchange spare = loop.services.exchanges.lend();
        Http1Back stream = loop.services.backs.lend();
        for (Object idle : List.of(spare, stream)) {
            assertThat(Reachable.reaches(bench.session, idle, FakeLoop.SHARED)).isFalse();
            assertThat(Reachable.reaches(bench.server, idle, FakeLoop.SHARED)).isFalse();
        }
    }

    // What a client has sent in the hope of another protocol is part of that protocol: a tunnel without it would be
    // damaged in silence.
    @Test
    void a_tunnel_never_begins_behind_bytes_of_its_client_that_were_dropped() {
        FakeLoop scarce = new FakeLoop(2, 2, 0);
        SessionBench bench = new SessionBench(Protocol.HTTP, scarce);
        bench.front.arrive(
                head("GET / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: websocket") + "first-frame;");
        FakeConnection back = bench.connect();
        bench.hold();
        Ticket waiting = scarce.pool.ticket(98, Flow.REQUEST, ignored -> true);
        waiting.acquire(WaitClass.START);
        bench.pass(Duration.ofSeconds(1));
        scarce.pool.evict(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO);
        scarce.runTasks();
        waiting.close();
        bench.release();
        assertThat(back.isClosed()).isTrue();
        assertThat(scarce.endings).containsExactly(Ending.SERVER_EVICTED);
        assertThat(bench.front.written()).startsWith("HTTP/1.1 503");
        bench.end();
    }

    // Its turn comes with the next task, which gives the buffer on.
    @Test
    void a_request_sent_ahead_outlives_an_eviction_between_two_exchanges() {
        FakeLoop scarce = new FakeLoop(1, 1, 0);
        OwnResponse own = new OwnResponse(200, List.of(), "own".getBytes(StandardCharsets.US_ASCII));
        SessionBench bench =
                new SessionBench(Protocol.HTTP, scarce, to -> new Route(new Route.Answer(own)), ClientSettings.DEFAULT);
        bench.front.arrive(GET + GET);
        assertThat(bench.front.written()).containsOnlyOnce("HTTP/1.1 200");
        Ticket waiting = scarce.pool.ticket(98, Flow.REQUEST, ignored -> true);
        waiting.acquire(WaitClass.START);
        bench.pass(Duration.ofSeconds(1));
        scarce.pool.evict(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO);
        scarce.runTasks();
        assertThat(bench.front.written()).containsOnlyOnce("HTTP/1.1 200");
        waiting.close();
        bench.end();
    }
}
