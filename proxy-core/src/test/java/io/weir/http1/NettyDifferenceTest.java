package io.weir.http1;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Forwardings;
import io.weir.http.ParseResult;
import io.weir.http.Violation;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Ours against Netty's decoder: what we accept, another reader of HTTP accepts too, and takes for the same message. */
final class NettyDifferenceTest {

    private static final int CASES = 100_000;
    private static final long SEED = 20260101;

    private static final List<String> REQUESTS = List.of(
            head("GET / HTTP/1.1", "Host: a"),
            head("GET /a/b?c=d HTTP/1.1", "Host: example.org:80", "Accept: */*", "User-Agent: x y", "X:", "Y: \tz "),
            head("GET / HTTP/1.0"),
            head("GET http://example.org/a HTTP/1.1", "Host: b"),
            head("OPTIONS * HTTP/1.1", "Host: a", "Max-Forwards: 5"),
            head("DELETE /x HTTP/1.0", "Host: a", "Connection: keep-alive"),
            head("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "hello",
            head("PUT / HTTP/1.1", "Host: a", "content-length: 0", "Expect: 100-continue"),
            head("POST / HTTP/1.0", "Content-Length: 3") + "abc",
            head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n",
            head("POST / HTTP/1.1", "Transfer-Encoding: chunked", "Host: a")
                    + "5;a=b\r\nhello\r\n1;c=\"d;e\\\"\"\r\nx\r\n0\r\nX: y\r\nZ: z\r\n\r\n",
            head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: Chunked") + "A\r\n0123456789\r\n00\r\n\r\n",
            head("GET / HTTP/1.1", "Host: a", "Connection: x, close", "X: y", "Cookie: a=b; c=d"),
            head("GET / HTTP/1.1", "Host: [::1]:8080", "Upgrade: websocket", "Connection: Upgrade"));

    private static final List<String> RESPONSES = List.of(
            head("HTTP/1.1 200 OK", "Content-Length: 5") + "hello",
            head("HTTP/1.1 200 OK", "Server: x", "Date: Thu, 01 Jan 1970 00:00:00 GMT") + "until the end",
            head("HTTP/1.0 404 Not Found", "Content-Length: 3", "Connection: keep-alive") + "abc",
            head("HTTP/1.1 204 No Content", "X: y"),
            head("HTTP/1.1 304 Not Modified", "Content-Length: 5", "ETag: \"a\""),
            head("HTTP/1.1 100 Continue"),
            head("HTTP/1.1 103 Early Hints", "Link: </a>; rel=preload"),
            head("HTTP/1.1 200 ", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n",
            head("HTTP/1.1 200", "transfer-encoding: Chunked")
                    + "5;a=b\r\nhello\r\n1;c=\"d\"\r\nx\r\n0;e\r\nX: y\r\n\r\n",
            head(
                    "HTTP/1.1 500 Internal Server Error",
                    "Connection: close, x",
                    "Keep-Alive: timeout=5",
                    "Content-Length: 0"));

    /**
     * Some of what Netty lets pass and a proxy must not; that the cases get there shows that they are worth something.
     */
    private static final Set<Violation> ONLY_NETTY_ACCEPTS_REQUESTS_WITH = EnumSet.of(
            Violation.MISSING_HOST,
            Violation.DUPLICATE_HOST,
            Violation.BAD_HOST,
            Violation.BAD_REQUEST_LINE,
            Violation.BAD_TARGET,
            Violation.BAD_VERSION,
            Violation.OBS_FOLD,
            Violation.LOOK_ALIKE_FIELD,
            Violation.BAD_CONNECTION_OPTION,
            Violation.UNSUPPORTED_TRANSFER_CODING,
            Violation.BAD_TRAILER);

    private static final Set<Violation> ONLY_NETTY_ACCEPTS_RESPONSES_WITH = EnumSet.of(
            Violation.BAD_STATUS_LINE,
            Violation.OBS_FOLD,
            Violation.WHITESPACE_BEFORE_COLON,
            Violation.LOOK_ALIKE_FIELD,
            Violation.BAD_TRANSFER_ENCODING,
            Violation.BAD_TRAILER);

    @Test
    void a_request_that_we_accept_is_the_same_request_for_netty() {
        assertThat(compare(REQUESTS, Parsed::request, HttpRequestDecoder::new))
                .containsAll(ONLY_NETTY_ACCEPTS_REQUESTS_WITH);
    }

    @Test
    void a_response_that_we_accept_is_the_same_response_for_netty() {
        assertThat(compare(RESPONSES, Parsed::response, HttpResponseDecoder::new))
                .containsAll(ONLY_NETTY_ACCEPTS_RESPONSES_WITH);
    }

    @Test
    void what_goes_on_is_one_head_with_the_same_body_for_us_and_for_netty() {
        HeadComposer composer = new HeadComposer(16 * 1024);
        Mutator mutator = new Mutator(SEED + 1, REQUESTS);
        int composed = 0;
        for (int i = 0; i < CASES / 2; i++) {
            Parsed received = Parsed.request(mutator.next());
            if (received.result == ParseResult.COMPLETE) {
                composed++;
                assertThat(Composed.request(
                                composer,
                                received.head,
                                received.wire.bytes,
                                Forwardings.of(ForwardedMode.BOTH),
                                i % 2 == 0 ? ConnectionOption.CLOSE : ConnectionOption.NONE))
                        .isTrue();
                String sent = Composed.text(composer);
                Parsed again = Parsed.completeRequest(sent);

                assertThat(again.head.end()).isEqualTo(again.wire.to);
                assertThat(again.head.framing()).isEqualTo(received.head.framing());
                assertThat(again.head.contentLength()).isEqualTo(received.head.contentLength());
                assertThat(again.authority()).isEqualTo(Composed.authority(received));
                assertThat(Reading.nettys(sent, new HttpRequestDecoder()).startLine())
                        .isEqualTo("1.1 " + received.method() + " " + again.target());
            }
        }
        assertThat(composed).isGreaterThan(CASES / 8);
    }

    /** Returns what only Netty accepts. */
    private static Set<Violation> compare(
            List<String> seeds, Function<String, Parsed> parser, Supplier<ChannelHandler> decoder) {
        Mutator mutator = new Mutator(SEED, seeds);
        Map<Violation, Integer> onlyNettyAccepts = new EnumMap<>(Violation.class);
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            String text = mutator.next();
            Parsed parsed = parser.apply(text);
            Reading ours = Reading.ours(parsed);
            Reading netty = Reading.nettys(text, decoder.get());
            if (!(ours.verdict() instanceof Violation violation)) {
                accepted++;
                if (!ours.agreesWith(netty, text)) {
                    fail("%s%n  ours:  %s%n  Netty: %s", Wire.visible(text), ours, netty);
                }
            } else if (netty.isWhole() || (parsed.result == ParseResult.VIOLATION && netty.hasHead())) {
                onlyNettyAccepts.merge(violation, 1, Integer::sum);
            }
        }
        assertThat(accepted).isGreaterThan(CASES / 4);
        return onlyNettyAccepts.keySet();
    }
}
