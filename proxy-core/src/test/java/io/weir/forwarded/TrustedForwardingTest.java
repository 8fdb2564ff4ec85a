package io.weir.forwarded;

import static io.weir.http1.Wire.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.AddressText;
import io.weir.http.Scheme;
import io.weir.http1.Composed;
import io.weir.http1.HeadComposer;
import io.weir.http1.Parsed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For whom a hop speaks, by the rightmost address that is not trusted, and what the server is told. */
final class TrustedForwardingTest {

    private static final String HOP = "10.0.0.1";

    private final HeadComposer composer = new HeadComposer(16 * 1024);
    private ForwardedMode mode = ForwardedMode.X_FORWARDED;
    private String hop = HOP;
    private Scheme scheme = Scheme.HTTP;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9                          | 203.0.113.9",
                "203.0.113.9:4711                     | 203.0.113.9",
                "198.51.100.1, 203.0.113.9            | 203.0.113.9",
                "203.0.113.9, 10.0.0.2                | 203.0.113.9",
                "1.1.1.1, 203.0.113.9, 10.0.0.3, 10.2.0.2 | 203.0.113.9",
                "10.0.0.3, 10.0.0.2                   | 10.0.0.3",
                "2001:db8::1                          | 2001:db8::1",
                "[2001:db8::1]                        | 2001:db8::1",
                "[2001:db8::1]:80                     | 2001:db8::1",
                "garbage, 203.0.113.9                 | 203.0.113.9",
                "unknown, 10.0.0.2                    | 10.0.0.2",
                "_hidden                              | 10.0.0.1",
                "::ffff:203.0.113.9                   | 203.0.113.9",
                "::FFFF:cb00:7109                     | 203.0.113.9",
                "0:0:0:0:0:ffff:203.0.113.9           | 203.0.113.9",
                "[::ffff:203.0.113.9]:80              | 203.0.113.9",
                "203.0.113.9, ::ffff:10.0.0.2         | 203.0.113.9",
                "::203.0.113.9                        | ::cb00:7109",
                "10.0.0.9, ::10.0.0.2                 | ::a00:2",
                "64:ff9b::10.0.0.2                    | 64:ff9b::a00:2",
                ",,203.0.113.9,,                      | 203.0.113.9"
            })
    void the_client_is_the_rightmost_address_that_is_not_trusted(String list, String client) {
        assertThat(clientOf("X-Forwarded-For: " + list)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=203.0.113.9                                 | 203.0.113.9",
                "for=\"203.0.113.9:4711\";proto=https            | 203.0.113.9",
                "For=198.51.100.1, by=x;for=203.0.113.9          | 203.0.113.9",
                "for=\"[2001:db8::1]:80\", for=10.0.0.2          | 2001:db8::1",
                "for=\"a, for=1.1.1.1\", for=203.0.113.9         | 203.0.113.9",
                "for=203.0.113.9, proto=http                     | 10.0.0.1",
                "for=unknown                                     | 10.0.0.1",
                "for=\"[::ffff:203.0.113.9]\"                    | 203.0.113.9",
                "for=203.0.113.9, for=\"[::ffff:10.0.0.2]:80\"   | 203.0.113.9",
                "for=_gazonk                                     | 10.0.0.1"
            })
    void forwarded_tells_the_same(String list, String client) {
        mode = ForwardedMode.RFC7239;
        assertThat(clientOf("Forwarded: " + list)).isEqualTo(client);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: garbage",
                "X-Forwarded-For: 1.2.3.4.5",
                "X-Forwarded-For: 203.0.113.9, x",
                "X-Forwarded-For: 203.0.113.9:99999",
                "X-Forwarded-For: 203.0.113.9 10.0.0.2",
                "X-Forwarded-For: [2001:db8::1",
                "X-Forwarded-For: fe80::1%eth0",
                "X-Forwarded-For: ::ffff:203.0.113.9:80",
                "X-Forwarded-For: ::ffff:203.0.113.999",
                "Forwarded: for",
                "Forwarded: for=",
                "Forwarded: for=\"203.0.113.9",
                "Forwarded: for=203.0.113.9;",
                "Forwarded: for=203.0.113.9;for=1.1.1.1",
                "Forwarded: for=2001:db8::1",
                "Forwarded: for=203.0.113.9 for=1.1.1.1"
            })
    void what_has_to_be_known_and_cannot_be_read_is_refused(String line) {
        mode = line.startsWith("Forwarded") ? ForwardedMode.RFC7239 : ForwardedMode.X_FORWARDED;
        assertThat(read(forwarding(), "GET / HTTP/1.1", "Host: a", line)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: garbage", "Forwarded: \"", "X_Forwarded_For: 10.0.0.7"})
    void a_hop_that_is_not_trusted_speaks_for_itself(String line) {
        hop = "203.0.113.9";
        assertThat(clientOf(line)).isEqualTo(hop);
        assertThat(told(line))
                .containsExactly(
                        "X-Forwarded-Host: a",
                        "X-Forwarded-For: 203.0.113.9",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80");
    }

    @Test
    void lists_in_several_lines_are_one_list_in_their_order() {
        assertThat(clientOf("X-Forwarded-For: 198.51.100.1", "A: b", "x-forwarded-for: 203.0.113.9, 10.0.0.2"))
                .isEqualTo("203.0.113.9");
        assertThat(told("X-Forwarded-For: 198.51.100.1", "A: b", "x-forwarded-for: 203.0.113.9, 10.0.0.2"))
                .contains("X-Forwarded-For: 198.51.100.1, 203.0.113.9, 10.0.0.2, 10.0.0.1");
    }

    @Test
    void the_url_that_was_asked_for_is_told_by_the_hop_or_by_us_and_not_by_both() {
        assertThat(told("X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https", "X-Forwarded-Host: shop.test"))
                .containsExactly(
                        "X-Forwarded-For: 203.0.113.9, 10.0.0.1",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: shop.test");
        assertThat(told("X-Forwarded-For: 203.0.113.9"))
                .containsExactly(
                        "X-Forwarded-Host: a",
                        "X-Forwarded-For: 203.0.113.9, 10.0.0.1",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80");
    }

    @Test
    void forwarded_is_extended() {
        mode = ForwardedMode.RFC7239;
        assertThat(told("Forwarded: for=\"[2001:db8::1]\";proto=https"))
                .containsExactly("Forwarded: for=\"[2001:db8::1]\";proto=https, for=10.0.0.1;proto=http;host=\"a\"");
        assertThat(told()).containsExactly("Forwarded: for=10.0.0.1;proto=http;host=\"a\"");
    }

    @Test
    void an_address_of_ipv6_stands_between_quotes_and_brackets() {
        mode = ForwardedMode.BOTH;
        hop = "2001:db8::9";
        assertThat(told())
                .containsExactly(
                        "X-Forwarded-Host: a",
                        "X-Forwarded-For: 2001:db8::9",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "Forwarded: for=\"[2001:db8::9]\";proto=http;host=\"a\"");
    }

    @Test
    void with_off_nothing_goes_further_and_the_client_is_still_known() {
        mode = ForwardedMode.OFF;
        assertThat(clientOf("X-Forwarded-For: 203.0.113.9")).isEqualTo("203.0.113.9");
        assertThat(told("X-Forwarded-For: 203.0.113.9", "Forwarded: for=203.0.113.9", "X-Forwarded-Proto: https"))
                .isEmpty();
    }

    // Each hop adds to one of them, and the server must not be left with a list that stops short of us.
    @Test
    void a_list_in_the_form_that_we_do_not_send_is_extended_as_well() {
        assertThat(told("Forwarded: for=203.0.113.9"))
                .contains("Forwarded: for=203.0.113.9, for=10.0.0.1;proto=http;host=\"a\"")
                .contains("X-Forwarded-For: 203.0.113.9, 10.0.0.1");
    }

    @ParameterizedTest
    @EnumSource(ForwardedMode.class)
    void each_request_of_a_connection_is_read_by_itself(ForwardedMode each) {
        mode = each;
        Forwarding forwarding = forwarding();
        assertThat(read(forwarding, "GET / HTTP/1.1", "Host: a", "X-Forwarded-For: 203.0.113.9"))
                .isTrue();
        assertThat(text(forwarding)).isEqualTo("203.0.113.9");
        assertThat(read(forwarding, "GET / HTTP/1.1", "Host: a")).isTrue();
        assertThat(text(forwarding)).isEqualTo(HOP);
    }

    @Test
    void the_scheme_is_that_of_the_connection_where_no_trusted_hop_tells_one() {
        scheme = Scheme.HTTPS;
        mode = ForwardedMode.BOTH;
        assertThat(schemeOf()).isEqualTo(Scheme.HTTPS);
        assertThat(schemeOf("X-Forwarded-Proto: http")).isEqualTo(Scheme.HTTP);
        assertThat(told("X-Forwarded-For: 203.0.113.9"))
                .contains(
                        "X-Forwarded-Proto: https", "Forwarded: for=203.0.113.9, for=10.0.0.1;proto=https;host=\"a\"");
        hop = "203.0.113.9";
        assertThat(schemeOf("X-Forwarded-Proto: http")).isEqualTo(Scheme.HTTPS);
        assertThat(told("X-Forwarded-Proto: http")).contains("X-Forwarded-Proto: https");
    }

    private Scheme schemeOf(String... lines) {
        Forwarding forwarding = forwarding();
        assertThat(read(forwarding, request(lines))).isTrue();
        return forwarding.scheme();
    }

    private String clientOf(String... lines) {
        Forwarding forwarding = forwarding();
        assertThat(read(forwarding, request(lines))).isTrue();
        return text(forwarding);
    }

    private List<String> told(String... lines) {
        Forwarding forwarding = forwarding();
        Parsed parsed = Parsed.completeRequest(head(request(lines)));
        assertThat(forwarding.read(parsed.head, parsed.wire.bytes)).isTrue();
        assertThat(Composed.request(composer, parsed.head, parsed.wire.bytes, forwarding))
                .isTrue();
        return Composed.text(composer)
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).matches("(x.)?forwarded.*"))
                .toList();
    }

    private static String[] request(String... lines) {
        return Stream.concat(Stream.of("GET / HTTP/1.1", "Host: a"), Stream.of(lines))
                .toArray(String[]::new);
    }

    private static boolean read(Forwarding forwarding, String... lines) {
        Parsed parsed = Parsed.completeRequest(head(lines));
        return forwarding.read(parsed.head, parsed.wire.bytes);
    }

    private static String text(Forwarding forwarding) {
        return AddressText.of(forwarding.client().getAddress());
    }

    private Forwarding forwarding() {
        try {
            return new Forwarding(
                    mode,
                    Forwardings.trusting("10.0.0.0/8"),
                    new InetSocketAddress(InetAddress.getByName(hop), 1234),
                    scheme,
                    80);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
