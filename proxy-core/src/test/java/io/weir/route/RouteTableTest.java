package io.weir.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTableTest {

    @ParameterizedTest
    @CsvSource({
        "shop.test, shop.test",
        "shop.test, SHOP.Test",
        "shop.test, shop.test.",
        "shop.test, shop.test:80",
        "shop.test, shop.test:",
        "shop.test, Shop.test.:8080",
        "a-z.test, A-Z.TEST",
        "127.0.0.1, 127.0.0.1:80",
        "localhost, localhost",
        "[::1], [::1]",
        "[::1], [::1]:80",
        "[::1], [::1]:",
        "[2001:db8::a], [2001:DB8::A]:443",
        "*.shop.test, a.shop.test",
        "*.shop.test, a.b.shop.test",
        "*.shop.test, A.SHOP.TEST.:80",
        "'', shop.test",
        "'', [::1]:80",
        "'', ''"
    })
    void hosts_that_match(String rule, String authority) {
        assertThat(match(table(new RouteSettings(rule, "/", "b")), authority, "/"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, ''",
        "shop.test, shop.tes",
        "shop.test, shop.test2",
        "shop.test, a.shop.test",
        "shop.test, xshop.test",
        "shop.test, shop.test..",
        "shop.test, shop-test",
        "shop.test, .",
        "shop.test, ':80'",
        "80, shop.test:80",
        "[::1], [::2]",
        "[::1], [::]:1",
        "[::1], [::1",
        "::1], [::1]",
        "1, [::1]",
        "*.shop.test, shop.test",
        "*.shop.test, .shop.test",
        "*.shop.test, ashop.test",
        "*.shop.test, a.shop.test.evil.test",
        "*.shop.test, ''",
        "{}`, []@",
        "[]@, {}`"
    })
    void hosts_that_do_not_match(String rule, String authority) {
        assertThat(match(table(new RouteSettings(rule, "/", "b")), authority, "/"))
                .isEqualTo(RouteTable.NO_ROUTE);
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/, /a/b",
        "/, *",
        "/, ''",
        "/a, /a",
        "/a, /a/",
        "/a, /a/b",
        "/a/, /a",
        "/a/, /a/b",
        "/a/b, /a/b/c/d",
        "/a%20b, /a%20b/c"
    })
    void paths_that_match(String rule, String path) {
        assertThat(match(table(new RouteSettings("", rule, "b")), "shop.test", path))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /",
        "/a, ''",
        "/a, *",
        "/a, /ab",
        "/a, /a.b",
        "/a, /a;b",
        "/a, /A",
        "/a, /b/a",
        "/a, //a",
        "/a/, /ab",
        "/a/b, /a",
        "/a/b, /a/",
        "/a/b, /a/c",
        "/abc, /ab"
    })
    void paths_that_do_not_match(String rule, String path) {
        assertThat(match(table(new RouteSettings("", rule, "b")), "shop.test", path))
                .isEqualTo(RouteTable.NO_ROUTE);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, /api/v2/x, 0",
        "shop.test, /api/v1, 1",
        "shop.test, /apis, 2",
        "a.shop.test, /api/v2, 3",
        "A.shop.test:8080, /, 3",
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

        assertThat(match(table, authority, path)).isEqualTo(place);
    }

    @Test
    void a_rule_behind_one_that_matches_more_is_never_reached() {
        RouteTable table = table(RouteSettings.everything("b"), new RouteSettings("shop.test", "/", "b"));

        assertThat(match(table, "shop.test", "/")).isZero();
    }

    @Test
    void an_empty_table_has_no_route() {
        assertThat(match(table(), "shop.test", "/")).isEqualTo(RouteTable.NO_ROUTE);
    }

    @Test
    void a_match_moves_nothing_in_the_buffer() {
        ByteBuffer bytes = ByteBuffer.wrap("shop.test/".getBytes(StandardCharsets.ISO_8859_1));
        table(RouteSettings.everything("b")).match(bytes, 0, 9, 9, 10);

        assertThat(bytes.position()).isZero();
        assertThat(bytes.limit()).isEqualTo(10);
    }

    private static RouteTable table(RouteSettings... routes) {
        return new RouteTable(List.of(routes));
    }

    // What lies around authority and path would change the outcome, were it read.
    private static int match(RouteTable table, String authority, String path) {
        int place = match(table, "shop.test:a.", authority, "t:1.shop.test", path, "/b/a/a.shop.test");
        assertThat(match(table, "", authority, "", path, "")).isEqualTo(place);
        assertThat(match(table, "]", authority, ".x", path, "x")).isEqualTo(place);
        return place;
    }

    private static int match(
            RouteTable table, String before, String authority, String between, String path, String after) {
        String text = before + authority + between + path + after;
        int pathStart = before.length() + authority.length() + between.length();
        return table.match(
                ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)),
                before.length(),
                before.length() + authority.length(),
                pathStart,
                pathStart + path.length());
    }
}
