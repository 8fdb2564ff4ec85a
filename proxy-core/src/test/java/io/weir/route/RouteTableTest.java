package io.weir.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.NormalPath;
import io.weir.http.ParseResult;
import io.weir.http1.HeadLimits;
import io.weir.http1.HeadParser;
import io.weir.http1.Http1Head;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTableTest {

    private static final TextMatch ANY_PATH = new TextMatch.Prefix("/");

    private final HeadParser parser = new HeadParser(new HeadLimits(100, 8192));
    private final Http1Head head = new Http1Head();

    @ParameterizedTest
    @CsvSource({
        "shop.test, /api/v2/x, 0",
        "shop.test, /api/v1, 1",
        "shop.test, /apis, 2",
        "a.shop.test, /api/v2, 3",
        "A.shop.test:8080, /, 3",
        "shop.test.:80, /api, 1",
        "other.test, /static/x, 4",
        "other.test, /, -1",
        "'', /static, 4",
        "'', /, -1"
    })
    void the_first_rule_of_which_host_and_path_match_wins(String authority, String path, int place) {
        RouteTable table = table(
                new RouteSettings("shop.test", "/api/v2", "b"),
                new RouteSettings("shop.test", "/api", "b"),
                new RouteSettings("shop.test", "/", "b"),
                new RouteSettings("*.shop.test", "/", "b"),
                new RouteSettings("", "/static", "b"));

        assertThat(match(table, "GET " + path, authority)).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({"GET, 0", "HEAD, 0", "POST, 1", "get, 2", "GETS, 2", "GE, 2", "PURGE, 2"})
    void methods_are_matched_as_they_are_written(String method, int place) {
        RouteTable table = table(methods("GET", "HEAD"), methods("POST"), RouteSettings.everything("b"));

        assertThat(match(table, method + " /", "a")).isEqualTo(place);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Canary: 1, 0",
        "x-CANARY:  1 , 0",
        "X-Canary: 0, 3",
        "X-Canary:, 3",
        "X-Version: v12, 1",
        "X-Version: v12a, 3",
        "X-Debug: anything, 2",
        "X-Debug:, 2",
        "X-Debugs: 1, 3",
        "X-Debu: 1, 3"
    })
    void a_field_is_matched_by_name_and_value(String line, int place) {
        RouteTable table = table(
                field("x-canary", new TextMatch.Exact("1")),
                field("x-version", new TextMatch.Expression(Regex.of("v[0-9]+"))),
                field("x-debug", new TextMatch.Any()),
                RouteSettings.everything("b"));

        assertThat(match(table, "GET /", "a", "A: b", line, "C: d")).isEqualTo(place);
    }

    @Test
    void of_several_fields_of_a_name_one_is_enough_and_of_several_names_all_are_needed() {
        FieldMatch canary = new FieldMatch("x-canary", new TextMatch.Exact("1"));
        FieldMatch debug = new FieldMatch("x-debug", new TextMatch.Any());
        RouteTable table =
                table(new RouteSettings(new RouteMatch("", ANY_PATH, List.of(), List.of(canary, debug)), "b"));

        assertThat(match(table, "GET /", "a", "X-Canary: 0", "X-Canary: 1", "X-Debug: 1"))
                .isZero();
        assertThat(match(table, "GET /", "a", "X-Canary: 1")).isEqualTo(RouteTable.NO_ROUTE);
        assertThat(match(table, "GET /", "a", "X-Debug: 1")).isEqualTo(RouteTable.NO_ROUTE);
    }

    @Test
    void all_that_a_rule_says_must_be_true() {
        FieldMatch canary = new FieldMatch("x-canary", new TextMatch.Exact("1"));
        RouteTable table = table(new RouteSettings(
                new RouteMatch("a.test", new TextMatch.Exact("/a"), List.of("GET"), List.of(canary)), "b"));

        assertThat(match(table, "GET /a", "a.test", "X-Canary: 1")).isZero();
        assertThat(match(table, "GET /a", "b.test", "X-Canary: 1")).isEqualTo(RouteTable.NO_ROUTE);
        assertThat(match(table, "GET /a/", "a.test", "X-Canary: 1")).isEqualTo(RouteTable.NO_ROUTE);
        assertThat(match(table, "PUT /a", "a.test", "X-Canary: 1")).isEqualTo(RouteTable.NO_ROUTE);
        assertThat(match(table, "GET /a", "a.test", "X-Canary: 2")).isEqualTo(RouteTable.NO_ROUTE);
    }

    @Test
    void an_absolute_target_without_a_path_is_for_the_root() {
        RouteTable table = table(new RouteSettings(RouteMatch.of("", new TextMatch.Exact("/")), "b"));

        assertThat(match(table, "GET http://a.test", "a.test")).isZero();
        assertThat(match(table, "GET http://a.test?x", "a.test")).isZero();
    }

    @Test
    void an_escaped_slash_is_no_slash() {
        RouteTable table = table(new RouteSettings("", "/a/b", "b"), new RouteSettings("", "/a", "b"));

        assertThat(match(table, "GET /a/b", "a")).isZero();
        assertThat(match(table, "GET /a%2fb", "a")).isEqualTo(RouteTable.NO_ROUTE);
        assertThat(match(table, "GET /a/%2fb", "a")).isEqualTo(1);
    }

    @Test
    void a_rule_behind_one_that_matches_more_is_never_reached() {
        RouteTable table = table(RouteSettings.everything("b"), new RouteSettings("shop.test", "/", "b"));

        assertThat(match(table, "GET /", "shop.test")).isZero();
    }

    @Test
    void an_empty_table_has_no_route() {
        assertThat(match(table(), "GET /", "shop.test")).isEqualTo(RouteTable.NO_ROUTE);
    }

    @Test
    void a_match_moves_nothing_in_the_buffer() {
        ByteBuffer bytes = parse("GET /a", "a", "X-A: 1");
        table(field("x-a", new TextMatch.Expression(Regex.of(".")))).match(head, bytes);

        assertThat(bytes.position()).isZero();
        assertThat(bytes.limit()).isEqualTo(bytes.capacity());
    }

    private static RouteTable table(RouteSettings... routes) {
        return new RouteTable(List.of(routes));
    }

    private static RouteSettings methods(String... methods) {
        return new RouteSettings(new RouteMatch("", ANY_PATH, List.of(methods), List.of()), "b");
    }

    private static RouteSettings field(String name, TextMatch value) {
        return new RouteSettings(new RouteMatch("", ANY_PATH, List.of(), List.of(new FieldMatch(name, value))), "b");
    }

    private int match(RouteTable table, String request, String host, String... lines) {
        return table.match(head, parse(request, host, lines));
    }

    private ByteBuffer parse(String request, String host, String... lines) {
        String text = request + " HTTP/1.1\r\nHost: " + host + "\r\n"
                + String.join(
                        "", List.of(lines).stream().map(line -> line + "\r\n").toList()) + "\r\n";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(parser.parseRequest(bytes, 0, bytes.capacity(), head)).isEqualTo(ParseResult.COMPLETE);
        assertThat(NormalPath.apply(bytes, head)).isNull();
        return bytes;
    }
}
