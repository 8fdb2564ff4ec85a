package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.HeldPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthProbeTest {

    @Test
    void ready_is_200_and_what_was_said() throws IOException {
        assertThat(answered("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nready\n", "127.0.0.1"))
                .isEqualTo(new HealthProbe.Result(true, "ready"));
    }

    @Test
    void draining_is_not_ready() throws IOException {
        assertThat(answered("HTTP/1.1 503 Service Unavailable\r\n\r\ndraining\n", "127.0.0.1"))
                .isEqualTo(new HealthProbe.Result(false, "draining"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "0.0.0.0", "[::]", "http://127.0.0.1", "HTTP://*", "localhost"})
    void an_address_of_every_interface_is_asked_for_on_this_machine(String host) throws IOException {
        assertThat(answered("HTTP/1.1 200 OK\r\n\r\nready\n", host).ready()).isTrue();
    }

    // WEIR_ADMIN_BIND gives weir.admin.bind and the address that weir health asks.
    @Test
    void a_port_alone_is_asked_for_on_this_machine() throws IOException {
        try (ServerSocket server = listen()) {
            CompletableFuture<String> request =
                    CompletableFuture.supplyAsync(() -> answer(server, "HTTP/1.1 200 OK\r\n\r\nready\n"));
            assertThat(HealthProbe.ask(Integer.toString(server.getLocalPort())))
                    .isEqualTo(new HealthProbe.Result(true, "ready"));
            assertThat(request.join()).startsWith("GET /health/ready ");
        }
    }

    @Test
    void what_is_no_http_is_not_ready() throws IOException {
        assertThat(answered("220 mail.test\r\n", "127.0.0.1"))
                .isEqualTo(new HealthProbe.Result(false, "no answer that is HTTP"));
    }

    @Test
    void nobody_there_is_not_ready_and_says_where() throws IOException {
        try (HeldPort port = HeldPort.take()) {
            String address = "127.0.0.1:" + port.address().getPort();
            HealthProbe.Result result = HealthProbe.ask(address);
            assertThat(result.ready()).isFalse();
            assertThat(result.said()).startsWith(address + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "https://127.0.0.1:9901", "127.0.0.1:", "99999", "127.0.0.1:99999", "::"})
    void what_is_no_address_is_not_ready_and_says_so(String address) {
        HealthProbe.Result result = HealthProbe.ask(address);
        assertThat(result.ready()).isFalse();
        assertThat(result.said()).startsWith(address);
    }

    private static HealthProbe.Result answered(String response, String host) throws IOException {
        try (ServerSocket server = listen()) {
            CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> answer(server, response));
            HealthProbe.Result result = HealthProbe.ask(host + ":" + server.getLocalPort());
            assertThat(request.join()).isEqualTo("GET /health/ready HTTP/1.0\r\n\r\n");
            return result;
        }
    }

    private static String answer(ServerSocket server, String response) {
        try (Socket client = server.accept()) {
            byte[] request = client.getInputStream().readNBytes("GET /health/ready HTTP/1.0\r\n\r\n".length());
            client.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            return new String(request, StandardCharsets.US_ASCII);
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
