package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class ServerTest {

    @Test
    void it_tells_its_settings() {
        Server server = server(new ServerSettings("one", Backends.ADDRESS, 7, 3));

        assertThat(server.backend()).isEqualTo("shop");
        assertThat(server.name()).isEqualTo("one");
        assertThat(server.number()).isZero();
        assertThat(server.address()).isEqualTo(Backends.ADDRESS);
        assertThat(server.weight()).isEqualTo(7);
        assertThat(server.maxConnections()).isEqualTo(3);
        assertThat(server).hasToString("shop/one");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.test, 9000, shop.test:9000",
        "shop_1.test., 80, shop_1.test.",
        "'a b', 9000, ''",
        "'a\r\nX: y', 9000, ''",
        "'', 9000, ''"
    })
    void its_authority_is_its_configured_name_where_that_may_stand_in_a_field(String name, int port, String authority) {
        assertThat(authority(InetSocketAddress.createUnresolved(name, port))).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 9000, 127.0.0.1:9000",
        "127.0.0.1, 80, 127.0.0.1",
        "0.0.0.0, 81, 0.0.0.0:81",
        "2001:db8::1, 9000, [2001:db8:0:0:0:0:0:1]:9000",
        "fe80::1%1, 80, [fe80:0:0:0:0:0:0:1]"
    })
    void the_authority_of_an_address_is_that_address_without_a_zone(String address, int port, String authority) {
        assertThat(authority(new InetSocketAddress(address, port))).isEqualTo(authority);
    }

    @Test
    void another_name_for_the_same_address_is_its_authority_from_the_reload_on() {
        Server server = server(ServerSettings.of("one", Backends.ADDRESS));
        server.serve(ServerSettings.of("one", InetSocketAddress.createUnresolved("shop.test", 9000)));

        assertThat(server.authority()).asString(StandardCharsets.US_ASCII).isEqualTo("shop.test:9000");
    }

    private static String authority(InetSocketAddress configured) {
        return new String(ServerAuthority.of(configured), StandardCharsets.US_ASCII);
    }

    @Test
    void an_address_that_is_a_name_is_looked_up_at_start() {
        Server server = server(ServerSettings.of("one", InetSocketAddress.createUnresolved("127.0.0.1", 9000)));

        assertThat(server.address()).isEqualTo(Backends.ADDRESS);
    }

    @Test
    void a_name_that_is_unknown_at_start_is_a_warning() {
        Logger logger = (Logger) LoggerFactory.getLogger(Addresses.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        try {
            // Known to be none without a question to the network.
            server(ServerSettings.of("one", InetSocketAddress.createUnresolved("no such name", 9000)));
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
        }
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.WARN);
        assertThat(log.list.get(0).getFormattedMessage())
                .isEqualTo("event=unknown-server-name server=shop/one name=\"no such name\"");
    }

    @Test
    void slots_are_taken_up_to_the_limit() {
        Server server = server(new ServerSettings("one", Backends.ADDRESS, 1, 2));

        assertThat(server.tryTakeSlot()).isTrue();
        assertThat(server.tryTakeSlot()).isTrue();
        assertThat(server.tryTakeSlot()).isFalse();
        server.returnSlot();
        assertThat(server.active()).isOne();
        assertThat(server.tryTakeSlot()).isTrue();
    }

    @Test
    void idle_connections_are_counted_up_and_down() {
        Server server = server(ServerSettings.of("one", Backends.ADDRESS));
        server.countIdle(3);
        server.countIdle(-1);

        assertThat(server.idle()).isEqualTo(2);
        assertThat(server.active()).isZero();
    }

    private static Server server(ServerSettings settings) {
        return new Backend(new BackendSettings("shop", List.of(settings)))
                .servers()
                .get(0);
    }
}
