package io.weir.versus.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PacedLoadTest {

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void as_many_requests_are_sent_as_the_rate_says_and_all_are_answered() throws IOException {
        PacedOutput output = PacedLoad.run(server.getAddress(), "/", 4, 50, 1, 1);

        assertThat(output.sent()).isEqualTo(100);
        assertThat(output.failed()).isZero();
        assertThat(requests).hasValue(100);
        assertThat(output.p50()).isPositive().isLessThanOrEqualTo(output.max());
    }

    @Test
    void idle_clients_have_made_a_request_each() throws IOException {
        try (IdleClients clients = new IdleClients()) {
            clients.open(server.getAddress(), "/", 3);
        }

        assertThat(requests).hasValue(3);
    }
}
