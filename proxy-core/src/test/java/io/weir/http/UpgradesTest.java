package io.weir.http;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.http1.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which protocol a request offers of those that are allowed, and whether a server has changed to it. */
final class UpgradesTest {

    private final Upgrades upgrades = new Upgrades(List.of("websocket", "TLS/1.0"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upgrade | websocket | 0",
                "Upgrade | WebSocket | 0",
                "keep-alive, Upgrade | websocket | 0",
                "upgrade | tls/1.0 | 1",
                "upgrade | other, websocket | 0",
                "upgrade | other/2 ,\ttls/1.0\t, websocket | 1",
                "upgrade | ,,websocket | 0",
                "upgrade | h2c | -1",
                "upgrade | websocket/13 | -1",
                "upgrade | websockets | -1",
                "upgrade | websocke | -1",
                "upgrade | tls | -1",
                "upgrade | '' | -1",
                "upgrade | , | -1",
                "close | websocket | -1"
            })
    void the_first_allowed_one_of_those_offered_is_taken(String connection, String upgrade, int expected) {
        assertThat(offered("GET / HTTP/1.1", "Host: a", "Connection: " + connection, "Upgrade: " + upgrade))
                .isEqualTo(expected);
    }

    @Test
    void an_offer_may_stand_in_any_of_several_fields() {
        assertThat(offered("GET / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: h2c", "Upgrade: websocket"))
                .isZero();
    }

    @Test
    void http_1_0_offers_nothing() {
        assertThat(offered("GET / HTTP/1.0", "Connection: upgrade", "Upgrade: websocket"))
                .isEqualTo(Upgrades.NONE);
    }

    @Test
    void without_a_connection_option_nothing_is_offered() {
        assertThat(offered("GET / HTTP/1.1", "Host: a", "Upgrade: websocket")).isEqualTo(Upgrades.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Upgrade: websocket | true",
                "Upgrade: WEBSOCKET | true",
                "Upgrade: TLS/1.0 | false",
                "Upgrade: websocket, TLS/1.0 | false",
                "Upgrade: h2c | false",
                "Upgrade: | false",
                "X-Upgrade: websocket | false"
            })
    void a_server_may_change_to_what_was_offered_and_to_nothing_else(String field, boolean expected) {
        assertThat(changes(0, "HTTP/1.1 101 Switching", "Connection: upgrade", field))
                .isEqualTo(expected);
    }

    @Test
    void a_server_may_not_change_to_two() {
        assertThat(changes(0, "HTTP/1.1 101 S", "Connection: upgrade", "Upgrade: websocket", "Upgrade: websocket"))
                .isFalse();
    }

    @Test
    void a_server_may_not_change_unasked_or_without_saying_so() {
        assertThat(changes(Upgrades.NONE, "HTTP/1.1 101 S", "Connection: upgrade", "Upgrade: websocket"))
                .isFalse();
        assertThat(changes(0, "HTTP/1.1 101 S", "Upgrade: websocket")).isFalse();
    }

    @Test
    void it_is_said_in_the_words_of_the_configuration() {
        assertThat(new String(upgrades.lines(1), StandardCharsets.US_ASCII))
                .isEqualTo("Connection: upgrade\r\nUpgrade: TLS/1.0\r\n");
        assertThat(upgrades.lines(Upgrades.NONE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h2c", "H2C", "a b", "a/b/c", "a,b", "/1", "a/", "ä", "a\r\n"})
    void what_is_no_protocol_or_would_carry_requests_unseen_is_refused(String protocol) {
        assertThat(Upgrades.isAllowed(protocol)).isFalse();
        assertThatThrownBy(() -> new Upgrades(List.of(protocol))).isInstanceOf(IllegalArgumentException.class);
    }

    private int offered(String... lines) {
        Parsed parsed = Parsed.request(head(lines));
        assertThat(parsed.result).isEqualTo(ParseResult.COMPLETE);
        return upgrades.offered(parsed.head, parsed.wire.bytes);
    }

    private boolean changes(int offered, String... lines) {
        Parsed parsed = Parsed.response(head(lines));
        assertThat(parsed.result).isEqualTo(ParseResult.COMPLETE);
        return upgrades.isChangeTo(offered, parsed.head, parsed.wire.bytes);
    }
}
