package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1:80",
        "::1, [::1]:80",
        "2001:db8:0:0:0:0:0:1, [2001:db8::1]:80",
        "::ffff:192.0.2.1, 192.0.2.1:80",
        "0.0.0.0, *:80",
        "::, *:80"
    })
    void an_address_with_its_port_is_written_as_people_write_it(String address, String text)
            throws UnknownHostException {
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.getByName(address), 80)))
                .isEqualTo(text);
    }

    @Test
    void a_name_stands_for_an_address_only_until_that_is_known() throws UnknownHostException {
        assertThat(AddressText.of(InetSocketAddress.createUnresolved("shop.test", 80)))
                .isEqualTo("shop.test:80");
        InetAddress named = InetAddress.getByAddress("shop.test", new byte[] {10, 0, 0, 1});
        assertThat(AddressText.of(new InetSocketAddress(named, 80))).isEqualTo("10.0.0.1:80");
    }
}
