package io.weir.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
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
