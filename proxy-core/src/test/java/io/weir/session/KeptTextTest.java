package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.exchange.Destination;
import io.weir.exchange.ExchangeInsides;
import io.weir.exchange.Route;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Network;
import io.weir.forwarded.TrustedPeers;
import io.weir.http.FieldEdits;
import io.weir.http.LocationTemplate;
import io.weir.reason.Ending;
import io.weir.route.Regex;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.settings.ClientSettings;
import io.weir.settings.Protocol;
import io.weir.testing.Reachable;
import io.weir.testing.wire.HttpScript;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session keeps between events of the text that a client sends: nothing but what is parked (invariant 17 of the design). */
final class KeptTextTest {

    private static final String MARK = "/client-text";
    private static final String LONG_PATH = MARK.repeat(200);
    private static final int BUFFERS = 4;

    private final FakeLoop loop = new FakeLoop(BUFFERS, BUFFERS);

    @Test
    void a_redirect_leaves_nothing_of_its_path() {
        SessionBench bench = redirecting();
        bench.front.arrive(head("GET " + LONG_PATH + " HTTP/1.1", "Host: a"));
        assertThat(bench.front.written()).startsWith("HTTP/1.1 308").contains(LONG_PATH);
        expectKept(bench);
        loop.runTasks();
        expectKept(bench);
        bench.end();
    }

    @Test
    void a_redirect_whose_body_is_too_large_leaves_nothing_of_its_path() {
        SessionBench bench = bench(
                to -> new Route(redirect(), RouteEdits.NONE, new RouteLimits(10, 4096, 100, 4096), null),
                ClientSettings.DEFAULT);
        bench.front.arrive(head("PUT " + LONG_PATH + " HTTP/1.1", "Host: a", "Content-Length: 11"));
        assertThat(bench.front.written()).startsWith("HTTP/1.1 413");
        expectKept(bench);
        bench.end();
    }

    @ParameterizedTest
    @EnumSource(ForwardedMode.class)
    void the_lists_of_a_trusted_peer_are_gone_once_they_are_passed_on(ForwardedMode mode) {
        SessionBench bench = bench(Route::new, trusting(mode));
        bench.front.arrive(head("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: " + MARK.repeat(200) + ", 192.0.2.1"));
        FakeConnection back = bench.connect();
        assertThat(back.written().contains(MARK)).isEqualTo(mode != ForwardedMode.OFF);
        expectKept(bench);
        assertThat(((Http1Front) bench.session).client().getHostAddress()).isEqualTo("192.0.2.1");
        back.arrive(HttpScript.ok("one"));
        expectKept(bench);
        bench.end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no address", "192.0.2.1"})
    void the_lists_of_a_trusted_peer_are_gone_where_nothing_is_passed_on(String last) {
        SessionBench bench = bench(to -> new Route(ExchangeInsides.NOWHERE), trusting(ForwardedMode.BOTH));
        bench.front.stall();
        bench.front.arrive(head("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: " + MARK.repeat(200) + ", " + last));
        expectKept(bench);
        bench.end();
    }

    @Test
    void a_path_that_was_rewritten_is_gone_once_it_is_passed_on() {
        RouteEdits edits =
                new RouteEdits(new RouteEdits.Rewrite(Regex.of("(.*)"), "/new$1"), FieldEdits.NONE, FieldEdits.NONE);
        SessionBench bench = bench(to -> new Route(to, edits, RouteLimits.NONE, null), ClientSettings.DEFAULT);
        bench.front.arrive(head("GET " + LONG_PATH + " HTTP/1.1", "Host: a"));
        FakeConnection back = bench.connect();
        assertThat(back.written()).startsWith("GET /new" + LONG_PATH);
        expectKept(bench);
        bench.end();
    }

    @Test
    void a_request_line_is_gone_once_its_exchange_has_ended_and_been_logged() {
        SessionBench bench = bench(Route::new, ClientSettings.DEFAULT);
        bench.front.arrive(head("GET " + LONG_PATH + " HTTP/1.1", "Host: a"));
        FakeConnection back = bench.connect();
        assertThat(loop.parking.usedBytes()).as("while it runs").isEqualTo(ExchangeInsides.MOST_LINE_BYTES);
        expectKept(bench);
        back.arrive(HttpScript.ok("one"));
        assertThat(loop.parking.usedBytes()).as("when it has ended").isZero();
        expectKept(bench);
        bench.end();
    }

    @Test
    void a_request_line_is_gone_when_its_client_breaks_off() {
        SessionBench bench = bench(Route::new, ClientSettings.DEFAULT);
        bench.front.arrive(head("GET " + LONG_PATH + " HTTP/1.1", "Host: a"));
        bench.connect();
        bench.front.breakOff();
        assertThat(loop.parking.usedBytes()).isZero();
        bench.end();
    }

    @Test
    void a_request_line_is_gone_when_the_tunnel_that_it_opened_has_ended() {
        SessionBench bench = bench(Route::new, ClientSettings.DEFAULT);
        bench.front.arrive(
                head("GET " + LONG_PATH + " HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: websocket"));
        FakeConnection back = bench.connect();
        back.arrive(head("HTTP/1.1 101 Switching Protocols", "Connection: upgrade", "Upgrade: websocket"));
        assertThat(loop.parking.usedBytes()).isEqualTo(ExchangeInsides.MOST_LINE_BYTES);
        expectKept(bench);
        back.breakOff();
        assertThat(loop.parking.usedBytes()).isZero();
        expectKept(bench);
        bench.end();
    }

    @Test
    void an_answer_of_ours_whose_rest_cannot_be_kept_ends_its_connection_with_that_reason() {
        SessionBench bench = redirecting();
        bench.front.stallWithoutRoom();
        bench.front.arrive(head("GET " + LONG_PATH + " HTTP/1.1", "Host: a"));
        assertThat(bench.front.isAborted()).isTrue();
        assertThat(loop.endings).containsExactly(Ending.PARKING_FULL);
        expectKept(bench);
        bench.end();
    }

    private SessionBench redirecting() {
        return bench(to -> new Route(redirect()), ClientSettings.DEFAULT);
    }

    private static Route.Redirect redirect() {
        return new Route.Redirect(308, LocationTemplate.of("https://{host}{path}"));
    }

    private static ClientSettings trusting(ForwardedMode mode) {
        return new ClientSettings(
                new TrustedPeers(List.of(Network.parse("127.0.0.0/8").orElseThrow())), mode, false);
    }

    private SessionBench bench(Function<Destination, Route> route, ClientSettings clients) {
        return new SessionBench(Protocol.HTTP, loop, route, clients);
    }

    // Fakes and what all sessions share are not the session's.
    private void expectKept(SessionBench bench) {
        assertThat(loop.pool.leased()).as("leased").isZero();
        assertThat(Reachable.bytesMarked(MARK, bench.session, FakeLoop.SHARED))
                .as("bytes kept, of which %d are parked", loop.parking.usedBytes())
                .isLessThanOrEqualTo(loop.parking.usedBytes() + ExchangeInsides.FREE_LINE_BYTES);
    }
}
