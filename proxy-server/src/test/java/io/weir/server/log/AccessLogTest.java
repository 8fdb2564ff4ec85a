package io.weir.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.exchange.Timeline;
import io.weir.exchange.Timelines;
import io.weir.http.HttpVersion;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AccessLogTest {

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    private static final Server SERVER = new Backend(
                    new BackendSettings("shop", List.of(ServerSettings.of("one", CLIENT))))
            .servers()
            .get(0);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void a_text_line_tells_the_whole_story() {
        assertThat(text(usual()))
                .isEqualTo(
                        "time=2026-01-31T12:00:00.123Z session=7 exchange=1 client=127.0.0.1:40000 peer=- listener=web"
                                + " method=GET target=/a?b=c version=1.1 status=200 reason=done side=- backend=shop server=one attempts=1"
                                + " reused=1 bytes_in=80 bytes_out=2048 buffer_wait=0.500 slot_wait=2.000 connect=0.001 ttfb=3.250"
                                + " total=1004.009\n");
    }

    @Test
    void a_json_line_tells_the_same_with_the_same_words() {
        assertThat(json(usual()))
                .isEqualTo("{\"time\":\"2026-01-31T12:00:00.123Z\",\"session\":7,\"exchange\":1,"
                        + "\"client\":\"127.0.0.1:40000\",\"peer\":\"\",\"listener\":\"web\",\"method\":\"GET\",\"target\":\"/a?b=c\","
                        + "\"version\":\"1.1\",\"status\":200,\"reason\":\"done\",\"side\":\"\",\"backend\":\"shop\",\"server\":\"one\","
                        + "\"attempts\":1,\"reused\":1,\"bytes_in\":80,\"bytes_out\":2048,\"buffer_wait\":0.500,"
                        + "\"slot_wait\":2.000,\"connect\":0.001,\"ttfb\":3.250,\"total\":1004.009}\n");
    }

    @Test
    void a_time_that_did_not_happen_is_absent() {
        Timeline timedOut = Timelines.of("web", CLIENT)
                .attempted(SERVER)
                .reusedConnection()
                .answered(504, 9, 150)
                .endedAfter(585_000_000, Ending.RESPONSE_HEAD_TIMEOUT);
        assertThat(text(timedOut)).endsWith(" slot_wait=0.000 connect=- ttfb=- total=585.000\n");
        assertThat(json(timedOut)).endsWith("\"slot_wait\":0.000,\"connect\":null,\"ttfb\":null,\"total\":585.000}\n");
    }

    @Test
    void a_time_that_is_zero_is_told() {
        Timeline instant =
                Timelines.of("web", CLIENT).waited(0, 0, 0).firstByteAfter(0).endedAfter(0, Ending.DONE);
        assertThat(text(instant)).endsWith(" connect=0.000 ttfb=0.000 total=0.000\n");
    }

    @Test
    void a_relay_has_no_request_and_no_status() {
        Timeline relay =
                Timelines.of("tcp", CLIENT).chose("shop").attempted(SERVER).endedAfter(0, Ending.DONE);
        assertThat(text(relay)).contains(" method=- target=- version=- status=0 reason=done side=- backend=shop ");
        assertThat(json(relay)).contains("\"method\":\"\",\"target\":\"\",\"version\":\"\",\"status\":0,");
    }

    @Test
    void an_exchange_that_came_to_no_server_has_a_reason_and_no_names() {
        Timeline refused = Timelines.of("web", CLIENT).answered(400, 9, 150).endedAfter(0, Violation.BAD_METHOD);
        assertThat(text(refused)).contains(" status=400 reason=bad-method side=front backend=- server=- attempts=0 ");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,   80,    192.0.2.1:80",
        "255.0.10.99, 0,     255.0.10.99",
        "2001:db8::1, 65535, [2001:db8::1]:65535",
        "2001:db8::1, 0,     2001:db8::1"
    })
    void a_client_whose_port_is_not_known_has_none(String address, int port, String shown) throws IOException {
        InetSocketAddress client = new InetSocketAddress(InetAddress.getByName(address), port);
        Timeline timeline = Timelines.of("web", client).endedAfter(0, Ending.DONE);
        assertThat(text(timeline)).contains(" client=" + shown + " peer=- ");
    }

    @Test
    void http_1_0_is_told_apart() {
        assertThat(text(asked("GET", "/", HttpVersion.HTTP_1_0))).contains(" version=1.0 ");
    }

    @Test
    void what_a_client_sends_cannot_end_the_line_nor_forge_a_field() {
        String target = "/\r\nstatus=200 reason=\"done\" \\ \t\u0000\u007f\u00e4\u001b[2J";
        assertThat(text(asked("GET", target, HttpVersion.HTTP_1_1)))
                .contains(
                        " target=\"/\\u000d\\u000astatus=200 reason=\\\"done\\\" \\\\ \\u0009\\u0000\\u007f\\u00e4\\u001b[2J\" ")
                .hasLineCount(1)
                .isASCII();
    }

    @Test
    void json_of_anything_that_a_client_sends_is_json() {
        StringBuilder everyByte = new StringBuilder();
        for (int b = 0; b < 256; b++) {
            everyByte.append((char) b);
        }
        String line = json(asked("G\"ET", everyByte.toString(), HttpVersion.HTTP_1_1));
        ConfigParseOptions strict = ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);
        Config parsed = ConfigFactory.parseString(line, strict);
        assertThat(parsed.getString("target")).isEqualTo(everyByte.toString());
        assertThat(parsed.getString("method")).isEqualTo("G\"ET");
        assertThat(line).hasLineCount(1).isASCII();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", "", "a b", "\"", "\\", "\u00e4"})
    void a_text_that_could_be_misread_is_quoted(String target) {
        String shown = text(asked("GET", target, HttpVersion.HTTP_1_1))
                .replaceFirst(".* target=", "")
                .replaceFirst("(?s) version=.*", "");
        assertThat(shown).isEqualTo(target.isEmpty() ? "-" : shown).matches("-|\".+\"");
    }

    @Test
    void the_longest_target_that_needs_escaping_everywhere_is_not_cut_off() {
        String line = json(asked("GET", "\u00ff".repeat(2_000), HttpVersion.HTTP_1_1));
        assertThat(line).contains("\\u00ff".repeat(2_000)).endsWith("}\n");
    }

    @Test
    void lines_have_the_order_in_which_exchanges_ended() {
        AccessLog log = AccessLog.text(out);
        for (int status = 200; status < 300; status++) {
            log.exchangeEnded(Timelines.of("web", CLIENT).answered(status, 0, 1).endedAfter(0, Ending.DONE));
        }
        log.close();
        List<String> lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
        assertThat(lines).hasSize(100);
        assertThat(lines.get(0)).contains(" status=200 ");
        assertThat(lines.get(99)).contains(" status=299 ");
    }

    private static Timeline usual() {
        return Timelines.of("web", CLIENT)
                .asked("GET", "/a?b=c", HttpVersion.HTTP_1_1)
                .chose("shop")
                .attempted(SERVER)
                .reusedConnection()
                .answered(200, 80, 2048)
                .waited(500_000, 2_000_000, 1_999)
                .firstByteAfter(3_250_000)
                .endedAfter(1_004_009_999, Ending.DONE);
    }

    private static Timeline asked(String method, String target, HttpVersion version) {
        return Timelines.of("web", CLIENT).asked(method, target, version).endedAfter(0, Ending.DONE);
    }

    private String text(Timeline timeline) {
        return line(AccessLog::text, timeline);
    }

    private String json(Timeline timeline) {
        return line(AccessLog::json, timeline);
    }

    private String line(Function<ByteArrayOutputStream, AccessLog> format, Timeline timeline) {
        out.reset();
        try (AccessLog log = format.apply(out)) {
            log.exchangeEnded(timeline);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
