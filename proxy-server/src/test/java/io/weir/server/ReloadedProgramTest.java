package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.Launch;
import io.weir.server.launch.MemoryPlan;
import io.weir.server.reload.AmpleStart;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import io.weir.server.reload.Reloader;
import io.weir.server.reload.Trigger;
import io.weir.server.testing.EchoingServer;
import io.weir.server.text.Addresses;
import io.weir.session.SessionObserver;
import io.weir.testing.wire.HeldPort;
import io.weir.testing.wire.Patience;
import io.weir.testing.wire.Polling;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real program does with a changed file, as its clients and its metrics show it. */
final class ReloadedProgramTest {

    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    private Path directory;

    private final EchoingServer echo = new EchoingServer();
    private final ByteArrayOutputStream accessLog = new ByteArrayOutputStream();
    private RunningProgram program;
    private Reloader reloader;

    @AfterEach
    void stop() {
        program.close();
        echo.close();
    }

    @Test
    void series_of_a_server_that_is_gone_go_and_begin_at_0_when_it_comes_back() throws IOException {
        try (HeldPort nobody = HeldPort.take()) {
            String gone = server("gone", Addresses.text(nobody.address()));
            String there = server("there", Addresses.text(echo.address()));
            start(gone);
            try (Client client = new Client()) {
                assertThat(client.ask()).startsWith("HTTP/1.1 502 ");
            }
            String failures = "weir_connect_failures_total{backend=\"shop\",reason=\"connect-failed\",server=\"gone\"}";
            awaitMetrics(failures + " 1.0\n");
            taken(there);
            Polling.await("its series are gone", () -> !metrics().contains("\"gone\""), this::metrics);
            try (Client client = new Client()) {
                assertThat(client.ask()).startsWith("HTTP/1.1 200 ");
            }
            taken(gone + there);
            assertThat(metrics()).contains(failures + " 0.0\n");
        }
    }

    @Test
    void connections_are_lowered_and_raised_again_up_to_their_number_at_the_start() throws IOException {
        String two = server("one", Addresses.text(echo.address())) + "weir.limits.connections = 2\n";
        start(two);
        try (Client first = new Client()) {
            assertThat(first.ask()).startsWith("HTTP/1.1 200 ");
            taken(two + "weir.limits.connections = 1\n");
            assertThat(metrics()).contains("weir_sessions_limit 1.0\n");
            try (Client second = new Client()) {
                second.send(REQUEST);
                assertThat(first.ask()).startsWith("HTTP/1.1 200 ");
                assertThat(metrics()).contains("weir_sessions 1.0\n");
                taken(two);
                assertThat(second.answer()).startsWith("HTTP/1.1 200 ");
            }
        }
        ReloadOutcome more = reload(two + "weir.limits.connections = 3\n");
        assertThat(more.result()).isEqualTo(ReloadResult.NEEDS_RESTART);
        assertThat(more.problems()).containsExactly("weir.limits.connections: 3 (running: at most 2)");
    }

    @Test
    void a_listener_for_which_there_is_no_room_is_refused_and_opens_no_socket() throws IOException {
        String one = server("one", Addresses.text(echo.address()));
        start(one + "weir.limits.listeners = 2\n");
        String second = "weir.listeners.second { bind = \"127.0.0.1:0\", backend = shop }\n";
        taken(one + "weir.limits.listeners = 2\n" + second);
        ReloadOutcome third = reload(one + "weir.limits.listeners = 2\n" + second
                + "weir.listeners.third { bind = \"127.0.0.1:0\", backend = shop }\n");
        assertThat(third.result()).isEqualTo(ReloadResult.NEEDS_RESTART);
        assertThat(third.problems()).containsExactly("weir.limits.listeners: 3 are needed (running: room for 2)");
        assertThat(metrics()).contains("listener=\"second\"").doesNotContain("listener=\"third\"");
        try (Client client = new Client()) {
            assertThat(client.ask()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void an_exchange_of_a_replaced_configuration_ends_after_the_time_that_the_new_one_gives_it() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String slow = server("slow", "127.0.0.1:" + silent.getLocalPort());
            start(slow);
            try (Client client = new Client()) {
                client.send(REQUEST);
                awaitMetrics("weir_server_active{backend=\"shop\",server=\"slow\"} 1.0\n");
                taken(slow + "weir.timeouts.old-generation = 1ms\n");
                assertThat(client.answer()).startsWith("HTTP/1.1 503 ");
            }
            program.drain("SIGTERM");
            Polling.await("its line in the access log", () -> accessLog.size() > 0, accessLog::toString);
            assertThat(accessLog.toString(StandardCharsets.US_ASCII)).contains(" reason=old-generation ");
        }
    }

    @Test
    void the_configurations_for_which_heap_was_set_aside_are_shown_whatever_is_in_use() throws IOException {
        String one = server("one", Addresses.text(echo.address()));
        start(one);
        int atStart = program.config().workedOut().limits().generations();
        taken(one + "weir.timeouts.connect = 1s\n");
        assertThat(program.config().workedOut().limits().generations())
                .isEqualTo(atStart)
                .isEqualTo(50);
    }

    private void start(String text) throws IOException {
        write(text);
        LoadResult.Accepted loaded = (LoadResult.Accepted) SettingsLoader.load(file());
        Launch launch =
                new Assembly(accessLog).launch(MemoryPlan.of(loaded.settings()).settings(), SessionObserver.NONE);
        program = (RunningProgram) ((Launch.Started) launch).program();
        reloader = new Reloader(file(), loaded, program, new AmpleStart());
    }

    private void taken(String text) throws IOException {
        ReloadOutcome outcome = reload(text);
        assertThat(outcome.result()).as(outcome.toString()).isEqualTo(ReloadResult.TAKEN);
    }

    private ReloadOutcome reload(String text) throws IOException {
        write(text);
        return reloader.reload(Trigger.ADMIN);
    }

    private void write(String text) throws IOException {
        Files.writeString(
                file(), "weir { admin.bind = off, listeners.web { bind = \"127.0.0.1:0\", backend = shop } }\n" + text);
    }

    private Path file() {
        return directory.resolve("weir.conf");
    }

    private static String server(String name, String address) {
        return "weir.backends.shop.servers." + name + ".address = \"" + address + "\"\n";
    }

    private void awaitMetrics(String line) {
        Polling.await(line, () -> metrics().contains(line), this::metrics);
    }

    private String metrics() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            program.writeMetrics(text);
        } catch (IOException never) {
            throw new AssertionError(never);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** A client of the listener {@code web} that keeps its connection. */
    private final class Client implements AutoCloseable {

        private final Socket socket;

        Client() throws IOException {
            socket = new Socket(
                    program.address("web").getAddress(), program.address("web").getPort());
            socket.setSoTimeout(Patience.MILLIS);
        }

        String ask() throws IOException {
            send(REQUEST);
            return answer();
        }

        void send(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }

        /** The head of a response; of those that a client keeps its connection after, the body is empty. */
        String answer() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    return head.toString();
                }
                head.append((char) next);
            }
            return head.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
