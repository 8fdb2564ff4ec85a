package io.weir.session;

import static io.weir.http.HttpVersion.HTTP_1_0;
import static io.weir.http.HttpVersion.HTTP_1_1;
import static io.weir.http.HttpVersion.UNKNOWN;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.exchange.ExchangeInsides;
import io.weir.http.HttpVersion;
import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Of a head that is refused, or does not come to its end, the log has method, target and version as far as they could be read. */
final class RefusedLineTest {

    static Stream<Arguments> refused_heads() {
        return Stream.of(
                arguments(head("GET /a?b HTTP/1.1", "Host: a", "X : y"), "GET", "/a?b", HTTP_1_1),
                arguments(head("GET /a HTTP/1.0", "Content-Length: x"), "GET", "/a", HTTP_1_0),
                arguments(head("GET /a HTTP/1.1"), "GET", "/a", HTTP_1_1),
                arguments(head("GET /%zz HTTP/1.1", "Host: a"), "GET", "/%zz", HTTP_1_1),
                arguments(head("GET /a/../.. HTTP/1.1", "Host: a"), "GET", "/a/../..", HTTP_1_1),
                arguments(head("get * HTTP/1.1", "Host: a"), "get", "*", HTTP_1_1),
                arguments(head("CONNECT a:443 HTTP/1.1", "Host: a:443"), "CONNECT", "a:443", HTTP_1_1),
                arguments(head("GET /a HTTP/2.0"), "GET", "/a", UNKNOWN),
                arguments(head("GET /a b HTTP/1.1"), "GET", "/a", UNKNOWN),
                arguments("GET /a\0b HTTP/1.1\r\n\r\n", "GET", "/a", UNKNOWN),
                arguments(
                        "GET /" + "x".repeat(5000),
                        "GET",
                        "/" + "x".repeat(ExchangeInsides.MOST_LINE_BYTES - 4),
                        UNKNOWN),
                arguments("GET /a HTTP/1.1\r\nX: " + "y".repeat(5000), "GET", "/a", HTTP_1_1),
                arguments("\r\nGET /a HTTP/1.1\r\nHost a\r\n\r\n", "GET", "/a", HTTP_1_1),
                arguments(head("G(T /a HTTP/1.1"), "", "", UNKNOWN),
                arguments(head("GET\t/a HTTP/1.1"), "", "", UNKNOWN),
                arguments("X".repeat(5000), "", "", UNKNOWN),
                arguments("\u0016\u0003\u0001", "", "", UNKNOWN));
    }

    @ParameterizedTest
    @MethodSource
    void refused_heads(String text, String method, String target, HttpVersion version) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 2);
        bench.front.arrive(text);
        for (int turn = 0; turn < 3; turn++) {
            bench.front.turn();
        }
        bench.loop.runTasks();
        assertThat(bench.loop.asked).hasSize(1).allMatch(told -> told.bytes() > 0);
        assertLine(bench, method, target, version);
        bench.end();
    }

    /** What ends an exchange whose head has not come to its end. */
    enum End {
        CLIENT_IS_SLOW(bench -> bench.pass(Duration.ofMinutes(1))),
        CLIENT_ENDS(bench -> bench.front.endInput()),
        CLIENT_BREAKS_OFF(bench -> bench.front.breakOff()),
        PROXY_DRAINS(bench -> bench.session.abort(Ending.DRAIN_TIMEOUT));

        private final Consumer<SessionBench> action;

        End(Consumer<SessionBench> action) {
            this.action = action;
        }
    }

    @ParameterizedTest
    @EnumSource
    void half_sent_heads_are_told_however_they_end(End end) {
        expectHalfSent(end, "GET /slow HTTP/1.0\r\nX", "GET", "/slow", HTTP_1_0);
        expectHalfSent(end, "GET /slow HTT", "GET", "/slow", UNKNOWN);
        expectHalfSent(end, "GET /sl", "GET", "/sl", UNKNOWN);
        expectHalfSent(end, "GE", "", "", UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource
    void a_line_that_came_byte_by_byte_is_told(End end) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 2);
        String sent = "GET /slow HTTP/1.1\r\nX: y";
        sent.chars().forEach(b -> bench.front.arrive(Character.toString(b)));
        end.action.accept(bench);
        assertLine(bench, "GET", "/slow", HTTP_1_1);
        assertThat(bench.loop.asked.get(0).bytes()).isEqualTo(sent.length());
        bench.end();
    }

    private static void expectHalfSent(End end, String sent, String method, String target, HttpVersion version) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 2);
        bench.front.arrive(sent);
        end.action.accept(bench);
        assertLine(bench, method, target, version);
        assertThat(bench.loop.asked.get(0).bytes()).isEqualTo(sent.length());
        bench.end();
    }

    private static void assertLine(SessionBench bench, String method, String target, HttpVersion version) {
        assertThat(bench.loop.asked)
                .extracting(FakeLoop.Asked::method, FakeLoop.Asked::target, FakeLoop.Asked::version)
                .containsExactly(tuple(method, target, version));
    }
}
