package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.server.testing.OneAnswer;
import io.weir.testing.wire.HeldPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminClientTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "0.0.0.0", "[::]", "127.0.0.1", "http://127.0.0.1"})
    void a_write_carries_the_header_of_writes_and_the_token(String host) throws IOException {
        try (OneAnswer server = OneAnswer.onPort(ANSWER)) {
            AdminClient client = new AdminClient(host + ":" + server.port(), Optional.of("secret"));
            assertThat(client.post("/reload", "{}", LONG)).isEqualTo(new AdminClient.Answer(200, "{}\n"));
            assertThat(server.request())
                    .startsWith("POST /reload HTTP/1.1\r\n")
                    .contains("\r\nWeir-Admin: 1\r\n", "\r\nAuthorization: Bearer secret\r\n")
                    .endsWith("\r\n\r\n{}");
        }
    }

    @Test
    void a_listener_that_refuses_the_head_gets_no_byte_of_the_body() throws IOException {
        String refusal = "HTTP/1.1 401 Unauthorized\r\ncontent-length: 3\r\n\r\nno\n";
        try (OneAnswer server = OneAnswer.refusing(refusal)) {
            AdminClient client = new AdminClient("127.0.0.1:" + server.port(), Optional.of("secret"));
            assertThat(client.post("/config/diff", "{\"a\":\"s3cr3t\"}", LONG))
                    .isEqualTo(new AdminClient.Answer(401, "no\n"));
            assertThat(server.request())
                    .contains("\r\nExpect: 100-continue\r\n", "\r\nContent-Length: 14\r\n")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void a_unix_socket_is_asked_without_a_token() throws IOException {
        Path path = directory.resolve("admin.sock");
        try (OneAnswer server = OneAnswer.onSocket(path, ANSWER)) {
            assertThat(new AdminClient(path.toString(), Optional.empty()).post("/reload", "{}", LONG))
                    .isEqualTo(new AdminClient.Answer(200, "{}\n"));
            assertThat(server.request()).startsWith("POST /reload ").doesNotContain("Authorization");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "220 mail.test\r\n", "HTTP/1.1 200 OK\r\n"})
    void an_answer_that_is_not_http_is_a_failure(String answer) throws IOException {
        try (OneAnswer server = OneAnswer.onPort(answer)) {
            AdminClient client = new AdminClient("127.0.0.1:" + server.port(), Optional.empty());
            assertThatThrownBy(() -> client.post("/reload", "{}", LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer that is HTTP");
            server.request();
        }
    }

    // A traffic port behind which a backend sends everything back, for one.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "220 mail.test\r\n",
                ANSWER,
                "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\nWeir-Admin: 1\r\n",
                "HTTP/1.1 200 OK\r\nX: Weir-Admin: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nWeir-Admin: 0\r\n\r\n",
                "RTSP/1.0 200 OK\r\nWeir-Admin: 1\r\n\r\n"
            })
    void a_server_that_is_no_admin_listener_is_sent_no_write_and_no_token(String answer) throws IOException {
        OneAnswer server = OneAnswer.ofStranger(answer);
        try (server) {
            AdminClient client = new AdminClient("127.0.0.1:" + server.port(), Optional.of("secret"));
            assertThatThrownBy(() -> client.post("/reload", "{}", LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessage("not an admin listener of Weir; it was sent neither the write nor a token");
        }
        assertThat(server.requests())
                .startsWith("GET /health/live HTTP/1.1\r\n")
                .doesNotContain("secret", "Authorization", "Weir-Admin", "POST");
    }

    @Test
    void a_file_that_is_no_socket_is_told_from_a_socket_on_which_nobody_listens() throws IOException {
        Path file = Files.createFile(directory.resolve("weir.conf"));
        AdminClient client = new AdminClient(file.toString(), Optional.empty());
        assertThatThrownBy(() -> client.post("/reload", "{}", LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("no socket");
        assertThatThrownBy(() -> new AdminClient(directory.toString(), Optional.empty()).post("/reload", "{}", LONG))
                .hasMessage("no socket");
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_a_failure_with_a_reason() throws IOException {
        try (ServerSocket server = listen()) {
            AdminClient client = new AdminClient("127.0.0.1:" + server.getLocalPort(), Optional.empty());
            assertThatThrownBy(() -> client.post("/reload", "{}", Duration.ofMillis(50)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no answer within 50ms");
        }
    }

    @Test
    void an_address_where_nobody_listens_is_a_failure() throws IOException {
        try (HeldPort port = HeldPort.take()) {
            AdminClient client = new AdminClient("127.0.0.1:" + port.address().getPort(), Optional.empty());
            assertThatThrownBy(() -> client.post("/reload", "{}", LONG))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("refused (expected: weir.admin.bind or weir.admin.socket of a running Weir;"
                            + " --admin or WEIR_ADMIN_BIND names another)");
        }
        AdminClient client = new AdminClient(directory.resolve("none.sock").toString(), Optional.empty());
        assertThatThrownBy(() -> client.post("/reload", "{}", LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(expected: weir.admin.bind or weir.admin.socket of a running Weir;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9901", ":9901", "*:9901", "http://127.0.0.1:9901/"})
    void each_form_of_an_address_is_one_here_too(String address) {
        assertThat(AdminClient.isAddress(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "99999", "https://127.0.0.1:9901", "127.0.0.1:", "127.0.0.1:99999", "admin.sock"})
    void a_text_that_is_no_address_is_known_before_anybody_is_asked(String address) {
        assertThat(AdminClient.isAddress(address)).isFalse();
        assertThatThrownBy(() -> new AdminClient(address, Optional.empty()).post("/reload", "{}", LONG))
                .isInstanceOf(IOException.class);
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
