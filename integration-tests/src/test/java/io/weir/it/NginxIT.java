package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Wire;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code weir proxy} before Debian's nginx, used by curl, wrk and h2load. */
@ExtendWith(Machine.class)
final class NginxIT {

    private static final long BIG = 100_000_000;
    private static final int PAGE = 20_000;

    @TempDir
    static Path shared;

    private static Nginx nginx;
    private static WeirProcess weir;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        nginx = Nginx.start(Files.createDirectory(shared.resolve("nginx")));
        Content.write(nginx.file("big"), BIG, 1);
        Content.write(nginx.file("page"), PAGE, 2);
        weir = WeirProcess.start(
                Files.createDirectory(shared.resolve("weir")),
                WeirProcess.command(
                        "proxy",
                        "--from=127.0.0.1:0",
                        "--to=" + nginx.address(),
                        "--admin=127.0.0.1:0",
                        "--access-log=off"));
    }

    @AfterAll
    static void stop() {
        Closing.all(weir, nginx);
    }

    @AfterEach
    void nothing_is_left_in_the_pool() {
        weir.assertAtRest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.0", "--http1.1"})
    void a_download_of_100_mb_arrives_byte_by_byte(String version) throws IOException {
        Path arrived = directory.resolve("arrived");
        assertThat(curl(version, "-o", arrived.toString(), "-w", "%{http_code}", weir.url("/big")))
                .isEqualTo("200");
        assertThat(Content.checksum(arrived)).isEqualTo(Content.checksum(nginx.file("big")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Expect: 100-continue", "Transfer-Encoding: chunked"})
    void an_upload_of_100_mb_arrives_byte_by_byte(String field) throws IOException {
        Path sent = Content.write(directory.resolve("sent"), BIG, 3);
        String name = "/upload/" + directory.getFileName();
        // "Expect:" keeps curl from asking by itself.
        String header = field.isEmpty() ? "Expect:" : field;
        assertThat(curl("-T", sent.toString(), "-H", header, "-w", "%{http_code}", weir.url(name)))
                .isEqualTo("201");
        assertThat(Content.checksum(nginx.file(name.substring(1)))).isEqualTo(Content.checksum(sent));
    }

    @Test
    void a_response_to_head_has_a_length_and_no_body_and_the_connection_goes_on() {
        String told = curl("-I", "-w", "%{http_code} %{num_connects}\n", weir.url("/page"), weir.url("/page"));
        assertThat(told).contains("Content-Length: " + PAGE).contains("200 1\n").contains("200 0\n");
    }

    @Test
    void a_range_is_passed_on() throws IOException {
        Path arrived = directory.resolve("arrived");
        assertThat(curl("-r", "50000000-50099999", "-o", arrived.toString(), "-w", "%{http_code}", weir.url("/big")))
                .isEqualTo("206");
        assertThat(Files.readAllBytes(arrived)).isEqualTo(part(nginx.file("big"), 50_000_000, 100_000));
    }

    @Test
    void an_http_1_0_client_without_keep_alive_gets_its_answer_and_a_close() throws IOException {
        try (Wire client = Wire.to(weir.address())) {
            client.write("GET /page HTTP/1.0\r\nHost: weir.test\r\n\r\n");
            Wire.Message response = client.readMessage();
            assertThat(response.head().status()).isEqualTo(200);
            assertThat(response.body()).hasSize(PAGE);
            assertThat(client.read(new byte[1])).as("end of the connection").isEqualTo(-1);
        }
    }

    @Test
    void ten_thousand_keep_alive_requests_on_500_connections_are_all_answered() {
        H2load load = H2load.run(10_000, 500, weir.url("/page"));
        System.out.printf(
                "nginx: %d requests of %d bytes on 500 connections in %s%n", load.requests(), PAGE, load.took());
    }

    @Test
    void wrk_on_500_connections_meets_no_error() {
        String out = Finished.run(Tool.WRK.with("-t1", "-c500", "-d5s", "--timeout", "20s", weir.url("/page")))
                .succeeded()
                .out();
        assertThat(out).doesNotContain("Socket errors").doesNotContain("Non-2xx");
        Matcher requests = Pattern.compile("(\\d+) requests in").matcher(out);
        assertThat(requests.find()).as(out).isTrue();
        assertThat(Integer.parseInt(requests.group(1))).as("requests").isGreaterThanOrEqualTo(500);
    }

    /** What curl writes to standard output; it must not fail. */
    private static String curl(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-sS", "--max-time", "60"));
        all.addAll(List.of(arguments));
        return Finished.run(Tool.CURL.with(all.toArray(String[]::new)))
                .succeeded()
                .out();
    }

    private static byte[] part(Path file, long from, int length) throws IOException {
        byte[] part = new byte[length];
        try (RandomAccessFile whole = new RandomAccessFile(file.toFile(), "r")) {
            whole.seek(from);
            whole.readFully(part);
        }
        return part;
    }
}
