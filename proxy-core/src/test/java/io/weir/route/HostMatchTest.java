package io.weir.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostMatchTest {

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
        assertThat(matches(rule, authority)).isTrue();
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
        assertThat(matches(rule, authority)).isFalse();
    }

    // What lies around it would change the outcome, were it read.
    private static boolean matches(String host, String authority) {
        boolean outcome = matches(host, "shop.test:a.", authority, "t:1.shop.test");
        assertThat(matches(host, "", authority, "")).isEqualTo(outcome);
        assertThat(matches(host, "]", authority, ".x")).isEqualTo(outcome);
        return outcome;
    }

    private static boolean matches(String host, String before, String authority, String after) {
        ByteBuffer bytes = ByteBuffer.wrap((before + authority + after).getBytes(StandardCharsets.ISO_8859_1));
        int start = before.length();
        int end = HostMatch.endOfHost(bytes, start, start + authority.length());
        return HostMatch.of(host).matches(bytes, start, end);
    }
}
