package io.weir.server.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AmountsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1000, 1000B",
        "1024, 1KiB",
        "16384, 16KiB",
        "1536, 1536B",
        "1048576, 1MiB",
        "1099511627776, 1TiB"
    })
    void an_exact_size_is_what_one_would_write_in_a_file(long bytes, String text) {
        assertThat(Amounts.exactBytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "16842752, 16.1 MiB", "1099511627776, 1.0 TiB"})
    void a_size_for_people_has_one_decimal(long bytes, String text) {
        assertThat(Amounts.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1ms", "PT1.5S, 1500ms", "PT1S, 1s", "PT90S, 90s", "PT5M, 5m", "PT1H, 1h", "PT168H, 7d"})
    void a_duration_is_in_its_largest_whole_unit(Duration duration, String text) {
        assertThat(Amounts.duration(duration)).isEqualTo(text);
    }

    @Test
    void addresses_are_written_as_one_types_them() {
        assertThat(Addresses.text(InetSocketAddress.createUnresolved("shop.test", 80)))
                .isEqualTo("shop.test:80");
        assertThat(Addresses.text(new InetSocketAddress(80))).isEqualTo("*:80");
        assertThat(Addresses.localUrl(new InetSocketAddress(80))).isEqualTo("http://127.0.0.1:80");
    }

    @Test
    void json_is_escaped_and_separated() {
        JsonWriter json = new JsonWriter().object();
        json.name("a")
                .value("\"\\\n\u00e4")
                .name("b")
                .list()
                .value(1)
                .value(true)
                .endList();
        json.name("c").object().endObject().endObject();
        assertThat(json).hasToString("{\"a\":\"\\\"\\\\\\u000a\u00e4\",\"b\":[1,true],\"c\":{}}");
    }
}
