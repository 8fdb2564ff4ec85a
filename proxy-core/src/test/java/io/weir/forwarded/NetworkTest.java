package io.weir.forwarded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,     10.255.1.2,       true",
        "10.0.0.0/8,     11.0.0.0,         false",
        "10.0.0.0/8,     9.255.255.255,    false",
        "192.0.2.128/25, 192.0.2.128,      true",
        "192.0.2.128/25, 192.0.2.127,      false",
        "192.0.2.4/31,   192.0.2.5,        true",
        "192.0.2.4/31,   192.0.2.6,        false",
        "192.0.2.1,      192.0.2.1,        true",
        "192.0.2.1,      192.0.2.2,        false",
        "192.0.2.1/32,   192.0.2.1,        true",
        "0.0.0.0/0,      203.0.113.9,      true",
        "0.0.0.0/0,      ::1,              false",
        "fd00::/8,       fdff:1::2,        true",
        "fd00::/8,       fe00::1,          false",
        "2001:db8::/33,  2001:db8:7fff::1, true",
        "2001:db8::/33,  2001:db8:8000::1, false",
        "::1,            ::1,              true",
        "::/0,           2001:db8::1,      true",
        "::/0,           192.0.2.1,        false",
        "192.0.2.0/24,   ::ffff:192.0.2.1, true",
        "192.0.2.0/24,   ::192.0.2.1,      false",
        "::ffff:192.0.2.0/120, 192.0.2.1,  true",
        "::ffff:192.0.2.0/120, 192.0.3.1,  false",
        "::ffff:192.0.2.1, 192.0.2.1,      true",
        "::ffff:192.0.2.1/128, 192.0.2.2,  false",
        "::ffff:0:0/96,  203.0.113.9,      true",
        "::192.0.2.1,    192.0.2.1,        false"
    })
    void a_network_contains_what_shares_its_leading_bits(String network, String address, boolean contained)
            throws UnknownHostException {
        assertThat(Forwardings.trusting(network).contains(InetAddress.getByName(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/08x",
                "10.0.0.1/8",
                "010.0.0.0/8",
                "256.0.0.0",
                "1.2.3",
                "localhost",
                "::/129",
                "fd00::1/8",
                "fe80::1%eth0",
                "[::1]",
                ":::",
                "10.0.0.0 /8",
                "::ffff:192.0.2.0/24",
                "::ffff:192.0.2.1/120",
                "::ffff:0:0/95",
                "*"
            })
    void what_is_no_network_is_none(String text) {
        assertThat(Network.parse(text)).isEmpty();
    }

    @Test
    void several_networks_are_all_trusted_and_none_trusts_nobody() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("192.0.2.1");
        assertThat(Forwardings.trusting("10.0.0.0/8", "192.0.2.0/24").contains(address))
                .isTrue();
        assertThat(TrustedPeers.NONE.contains(address)).isFalse();
    }

    @Test
    void networks_are_equal_by_what_they_contain() {
        assertThat(Network.parse("192.0.2.1")).isEqualTo(Network.parse("192.0.2.1/32"));
        assertThat(Network.parse("::1"))
                .isEqualTo(Network.parse("0:0:0:0:0:0:0:1"))
                .isNotEqualTo(Network.parse("::2"));
        assertThat(Network.parse("10.0.0.0/8")).isNotEqualTo(Network.parse("10.0.0.0/9"));
    }
}
