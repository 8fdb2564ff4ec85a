package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http1.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AuthorityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "example.org",
                "EXAMPLE.org.",
                "example.org:80",
                "example.org:",
                "example.org:0",
                "a:65535",
                "a:00080",
                "127.0.0.1",
                "127.0.0.1:8080",
                "1.2.3.4.5",
                "a_b",
                "a-b",
                "~!$&'()*+,;=",
                "%41%5a%5A",
                "a%20b",
                "[::]",
                "[::1]",
                "[1::]",
                "[::1]:80",
                "[::1]:",
                "[1:2:3:4:5:6:7:8]",
                "[2001:DB8::a]",
                "[1:2:3:4:5:6:7::]",
                "[::2:3:4:5:6:7:8]",
                "[1::3:4:5:6:7:8]",
                "[::ffff:127.0.0.1]",
                "[1:2:3:4:5:6:1.2.3.4]",
                "[::1.2.3.4]",
                "[1::0.0.0.255]",
                "[fe80::ffff:ffff]"
            })
    void well_formed(String authority) {
        assertThat(isValid(authority)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a:b",
                "a:-1",
                "a:+1",
                "a:65536",
                "a:000080",
                "a:8 0",
                "a:80:80",
                "a b",
                "a/b",
                "a?b",
                "a#b",
                "user@a",
                "user:pw@a",
                "a%",
                "a%4",
                "a%4g",
                "a%g4",
                "a\"b",
                "a<b",
                "a\\b",
                "a|b",
                "a^b",
                "a`b",
                "a{b}",
                "\u00e9",
                "a\tb",
                "a[b]",
                "[",
                "[]",
                "[:]",
                "[:::]",
                "[::",
                "::1",
                "[::1]a",
                "[::1]]",
                "[[::1]",
                "a[::1]",
                "[1]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7:8::]",
                "[::1:2:3:4:5:6:7:8]",
                "[1::2::3]",
                "[:1::2]",
                "[1::2:]",
                "[1:2:3:4:5:6:7:]",
                "[:2:3:4:5:6:7:8]",
                "[12345::]",
                "[g::]",
                "[::1%25eth0]",
                "[::1%eth0]",
                "[v1.a]",
                "[::1.2.3]",
                "[::1.2.3.4.5]",
                "[::1.2.3.256]",
                "[::1.2.3.04]",
                "[::1.2..4]",
                "[::1.2.3.]",
                "[::.1.2.3]",
                "[1.2.3.4]",
                "[::1.2.3.4:5]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[1:2:3:4:5:1.2.3.4]",
                "[::1.2.3.1234]",
                "[ ::1]"
            })
    void malformed(String authority) {
        assertThat(isValid(authority)).isFalse();
    }

    private static boolean isValid(String authority) {
        Wire wire = Wire.of(authority);
        return Authority.isValid(wire.bytes, wire.from, wire.to);
    }
}
