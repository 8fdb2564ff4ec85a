package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.launch.ExitCode;
import io.weir.server.testing.EchoingServer;
import io.weir.server.text.Addresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The program as a process: signals and exit codes can only be seen from outside. */
final class MainTest {

    private static final Pattern ADDRESS = Pattern.compile("listener +main http 127\\.0\\.0\\.1:(\\d+)");

    private final EchoingServer server = new EchoingServer();
    private Process process;

    @AfterEach
    void stop() {
        process.destroyForcibly();
        server.close();
    }

    @Test
    void sigterm_ends_it_with_0_and_every_line_is_written() throws Exception {
        start("proxy", "--from=127.0.0.1:0", "--to=" + Addresses.text(server.address()), "--admin=127.0.0.1:0");
        int port = port(process.errorReader());
        assertThat(get(port)).startsWith("HTTP/1.1 200 OK\r\n");
        process.toHandle().destroy(); // Process.destroy() would also close the streams
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.OK.number());
        // The log of the program itself stands there too, by the settings for tests; on a busy machine it has late
        // turns.
        assertThat(read(process).lines().filter(line -> line.contains(" method=")))
                .singleElement()
                .asString()
                .contains(" method=GET target=/ ")
                .contains(" status=200 ");
    }

    @Test
    void an_address_that_is_taken_ends_it_with_4() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            start("proxy", "--from=:" + taken.getLocalPort(), "--to=127.0.0.1:9", "--admin=off");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.CANNOT_START.number());
        }
    }

    @Test
    void a_wrong_command_line_ends_it_with_2() throws Exception {
        start("proxy");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.USAGE.number());
    }

    private void start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(Arrays.asList(arguments));
        process = new ProcessBuilder(command).start();
    }

    private static int port(BufferedReader banner) throws IOException {
        for (String line = banner.readLine(); line != null; line = banner.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return Integer.parseInt(address.group(1));
            }
        }
        throw new AssertionError("no banner");
    }

    private static String get(int port) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
