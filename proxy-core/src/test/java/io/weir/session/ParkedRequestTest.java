package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.exchange.Destination;
import io.weir.exchange.Route;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Network;
import io.weir.forwarded.TrustedPeers;
import io.weir.http.FieldEdits;
import io.weir.route.Regex;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.settings.ClientSettings;
import io.weir.settings.Protocol;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request that waits for a slot or a connection is parked as the client sent it, and edited when its server is known. */
final class ParkedRequestTest {

    private static final ClientSettings TRUSTING = new ClientSettings(
            new TrustedPeers(List.of(Network.parse("127.0.0.0/8").orElseThrow())), ForwardedMode.BOTH, false);

    private final FakeLoop loop = new FakeLoop(4, 4);
    private SessionBench bench = new SessionBench(Protocol.HTTP, loop);

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    private SessionBench begin(Function<Destination, Route> route, ClientSettings clients) {
        bench.end();
        bench = new SessionBench(Protocol.HTTP, loop, route, clients);
        return bench;
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a/../b/%2e/%7Ex?q=/../, GET /b/~x?q=/../",
        "GET /plain, GET /plain",
        "GET http://example.org, GET /",
        "GET http://example.org/a/./b?q, GET /a/b?q",
        "OPTIONS http://example.org, OPTIONS *",
        "OPTIONS *, OPTIONS *",
    })
    void a_request_goes_out_the_same_whether_or_not_it_has_waited(String received, String sent) {
        bench.front.arrive(head(received + " HTTP/1.1", "Host: example.org", "X: y"));
        String atOnce = bench.connect().written();
        bench.end();
        bench = new SessionBench(Protocol.HTTP, loop);
        bench.takeSlot();
        bench.front.arrive(head(received + " HTTP/1.1", "Host: example.org", "X: y"));
        assertThat(loop.pool.leased()).isZero();
        bench.returnSlot();
        assertThat(bench.connect().written()).isEqualTo(atOnce).startsWith(sent + " HTTP/1.1\r\n");
    }

    @Test
    void its_body_goes_out_behind_the_edited_head() {
        bench.takeSlot();
        bench.front.arrive(head("PUT /a/../b HTTP/1.1", "Host: a", "Content-Length: 6") + "abc");
        bench.returnSlot();
        FakeConnection back = bench.connect();
        assertThat(back.written()).startsWith("PUT /b HTTP/1.1").endsWith("\r\n\r\nabc");
        bench.front.arrive("def");
        assertThat(back.written()).isEqualTo("def");
    }

    @Test
    void what_a_trusted_peer_says_of_its_client_is_passed_on_after_the_wait() {
        begin(Route::new, TRUSTING).takeSlot();
        bench.front.arrive(head("GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 192.0.2.1"));
        bench.returnSlot();
        assertThat(bench.connect().written()).contains("X-Forwarded-For: 192.0.2.1, 127.0.0.1\r\n");
        assertThat(((Http1Front) bench.session).client().getHostAddress()).isEqualTo("192.0.2.1");
    }

    @Test
    void its_path_is_rewritten_after_the_wait() {
        RouteEdits edits = new RouteEdits(
                new RouteEdits.Rewrite(Regex.of("/old(.*)"), "/new$1"), FieldEdits.NONE, FieldEdits.NONE);
        begin(to -> new Route(to, edits, RouteLimits.NONE, null), ClientSettings.DEFAULT)
                .takeSlot();
        bench.front.arrive(head("GET /old/./x?q HTTP/1.1", "Host: a"));
        bench.returnSlot();
        assertThat(bench.connect().written()).startsWith("GET /new/x?q HTTP/1.1\r\n");
    }

    @Test
    void the_next_server_gets_it_when_the_first_does_not_answer() {
        bench.front.arrive(head("GET /a/../b HTTP/1.1", "Host: a"));
        loop.connector.lastAttempt().client.onConnectFailed();
        // There is no other server; the page tells so.
        assertThat(bench.front.written()).startsWith("HTTP/1.1 502");
    }

    // The host goes out three times: in Host, X-Forwarded-Host and Forwarded.
    @ParameterizedTest
    @CsvSource({"200, 1", "700, 0"})
    void a_head_that_its_edits_make_too_long_is_refused_before_a_server_is_asked(int hostBytes, int attempts) {
        begin(Route::new, TRUSTING);
        String host = "h".repeat(hostBytes);
        bench.front.arrive(head("GET / HTTP/1.1", "Host: " + host));
        assertThat(loop.connector.attempts).hasSize(attempts);
        if (attempts > 0) {
            assertThat(bench.connect().written()).contains("X-Forwarded-Host: " + host, "host=\"" + host);
        } else {
            assertThat(bench.front.written()).startsWith("HTTP/1.1 431");
        }
    }

    // A path that has become shorter leaves room that is gone once the request has been parked; an offered upgrade
    // makes
    // the head longer.
    @ParameterizedTest
    @CsvSource({"200, false", "0, true", "200, true"})
    void a_head_that_is_found_to_fit_fits_when_it_goes_out(int dotSegments, boolean upgrades) {
        bench.end();
        for (int letters = 300; letters < 1700; letters += 7) {
            bench = new SessionBench(Protocol.HTTP, loop);
            String line = "GET /" + "./".repeat(dotSegments) + "x HTTP/1.1";
            String host = "Host: " + "h".repeat(letters);
            bench.front.arrive(
                    upgrades ? head(line, host, "Connection: upgrade", "Upgrade: websocket") : head(line, host));
            if (bench.front.written().isEmpty()) {
                assertThat(bench.connect().written()).as("%d letters", letters).startsWith("GET /x HTTP/1.1");
            }
            bench.end();
        }
        bench = new SessionBench(Protocol.HTTP, loop);
    }

    // Its bytes lie in a buffer that is kept anyway, for what was sent behind them: to park them would free nothing.
    @Test
    void a_request_that_waits_in_one_buffer_with_the_next_needs_no_second_buffer() {
        bench.end();
        FakeLoop scarce = new FakeLoop(1, 1, 300);
        bench = new SessionBench(Protocol.HTTP, scarce);
        bench.takeSlot();
        bench.front.arrive(
                head("GET /1 HTTP/1.1", "Host: a") + head("GET /2 HTTP/1.1", "Host: a", "A: " + "b".repeat(400)));
        assertThat(scarce.parking.usedBytes()).isZero();
        assertThat(bench.level().leased()).isEqualTo(1);
        bench.returnSlot();
        assertThat(bench.connect().written()).startsWith("GET /1 ");
    }
}
