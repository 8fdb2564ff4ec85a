package io.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.WeirSettings;
import io.weir.exchange.Timeline;
import io.weir.server.admin.LoggedLines;
import io.weir.server.config.AccessLogFormat;
import io.weir.server.config.AdminSettings;
import io.weir.server.config.ProgramSettings;
import io.weir.server.launch.ExampleSettings;
import io.weir.server.launch.Launch;
import io.weir.server.launch.Program;
import io.weir.server.testing.EchoingServer;
import io.weir.server.text.Addresses;
import io.weir.session.SessionObserver;
import io.weir.settings.Limits;
import io.weir.settings.ListenerSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AssemblyTest {

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final EchoingServer server = new EchoingServer();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_configuration_is_shown_with_its_generation_and_hash_and_what_was_worked_out() throws Exception {
        ProgramSettings settings = settings(Optional.of(FREE));
        try (Program program =
                started(new Assembly(OutputStream.nullOutputStream()).launch(settings, SessionObserver.NONE))) {
            assertThat(get(program, "/config")).startsWith("{\"generation\":1,\"worked_out\":{\"event-loops\":");
            program.runs("0123456789ab");
            assertThat(get(program, "/config")).startsWith("{\"generation\":1,\"hash\":\"0123456789ab\",");
            Limits fewer = settings.weir().limits().withConnections(17);
            program.take(settings.resolved(settings.weir().withLimits(fewer)), 50, "ba9876543210");
            assertThat(get(program, "/config"))
                    .startsWith("{\"generation\":2,\"hash\":\"ba9876543210\",")
                    .contains("\"limits\":{\"connections\":17,");
        }
    }

    @Test
    void a_port_that_may_not_be_had_is_told_with_what_gives_it() {
        assertThat(Assembly.explained("listener web: cannot listen on *:80: Permission denied"))
                .startsWith("listener web: cannot listen on *:80: Permission denied; ports below 1024 need ");
        assertThat(Assembly.explained("listener web: cannot listen on *:80: Address already in use"))
                .isEqualTo("listener web: cannot listen on *:80: Address already in use");
    }

    @Test
    void an_exchange_is_in_the_log_in_the_metrics_and_told_to_whoever_else_wants_to_know() throws Exception {
        AtomicInteger told = new AtomicInteger();
        SessionObserver alsoTold = new SessionObserver() {
            @Override
            public void exchangeEnded(Timeline timeline) {
                told.incrementAndGet();
            }
        };
        try (Program program = started(new Assembly(log).launch(settings(Optional.of(FREE)), alsoTold))) {
            assertThat(post(program.address("web"), "/a?b", "hello")).isEqualTo("hello");
            assertThat(get(program, "/status")).contains("\"server\":\"one\"");
            program.drain("SIGTERM");
            assertThat(get(program, "/metrics"))
                    .contains(
                            "weir_exchanges_total{backend=\"shop\",code=\"2xx\",listener=\"web\",reason=\"done\",side=\"none\"} 1.0\n");
        }
        assertThat(told).hasValue(1);
        assertThat(log.toString(StandardCharsets.US_ASCII))
                .contains(
                        " listener=web method=POST target=/a?b version=1.1 status=200 reason=done side=- backend=shop server=one ")
                .hasLineCount(1);
    }

    @Test
    void readiness_ends_with_the_drain_and_liveness_does_not() throws Exception {
        try (Program program = started(launch(Optional.of(FREE)))) {
            assertThat(get(program, "/health/ready")).isEqualTo("ready\n");
            assertThat(program.drain("SIGTERM")).isZero();
            assertThat(get(program, "/health/ready")).isEqualTo("draining\n");
            assertThat(get(program, "/health/live")).isEqualTo("live\n");
            assertThat(get(program, "/metrics")).contains("weir_draining 1.0\n", "weir_accepting 0.0\n");
        }
    }

    @Test
    void the_log_says_why_a_drain_begins() {
        try (Program program = started(launch(Optional.of(FREE)));
                LoggedLines lines = LoggedLines.of(RunningProgram.class)) {
            program.drain("SIGHUP, since \"it\" hung up");
            assertThat(lines.lines())
                    .first()
                    .isEqualTo("INFO event=drain_begins cause=\"SIGHUP, since 'it' hung up\" sessions=0 timeout=30s");
        }
    }

    @Test
    void without_admin_there_is_none() {
        try (Program program = started(launch(Optional.empty()))) {
            assertThat(program.admin()).isEmpty();
        }
    }

    @Test
    void the_admin_listener_may_have_a_socket_alone_which_is_gone_at_the_end() throws IOException {
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "w");
        Path socket = directory.resolve("admin.sock");
        Launch launch = new Assembly(log).launch(withSocket(socket), SessionObserver.NONE);
        try (Program program = started(launch)) {
            assertThat(program.admin()).isEmpty();
            assertThat(socket).exists();
            assertThat(message(new Assembly(log).launch(withSocket(socket), SessionObserver.NONE)))
                    .isEqualTo("admin: cannot listen on " + socket
                            + ": another process listens there (weir.admin.socket)");
            assertThat(socket).exists();
        }
        assertThat(directory).isEmptyDirectory();
        Files.delete(directory);
    }

    private ProgramSettings withSocket(Path socket) {
        ProgramSettings plain = settings(Optional.empty());
        AdminSettings none = AdminSettings.NONE;
        return new ProgramSettings(
                plain.weir(),
                plain.admin(),
                new AdminSettings(none.hosts(), Optional.of(socket), none.tokens(), none.open(), none.shown()),
                plain.accessLog(),
                plain.watch(),
                plain.memory(),
                plain.automatic(),
                plain.size());
    }

    @Test
    void an_address_of_a_listener_that_is_taken_is_a_failure_with_its_name() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WeirSettings settings = listeningOn((InetSocketAddress) taken.getLocalSocketAddress());
            Launch launch = new Assembly(log)
                    .launch(new ProgramSettings(settings, Optional.empty(), AccessLogFormat.OFF), SessionObserver.NONE);
            assertThat(message(launch)).contains("listener web").contains("in use");
        }
    }

    @Test
    void an_address_of_admin_that_is_taken_is_a_failure_and_frees_the_listeners() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Launch launch = launch(Optional.of((InetSocketAddress) taken.getLocalSocketAddress()));
            assertThat(message(launch))
                    .startsWith("admin: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .contains("in use")
                    .endsWith("(weir.admin.bind, --admin)");
        }
    }

    private Launch launch(Optional<InetSocketAddress> admin) {
        return new Assembly(log).launch(settings(admin), SessionObserver.NONE);
    }

    private ProgramSettings settings(Optional<InetSocketAddress> admin) {
        return new ProgramSettings(ExampleSettings.weir(server.address()), admin, AccessLogFormat.TEXT);
    }

    private static WeirSettings listeningOn(InetSocketAddress address) {
        WeirSettings free = ExampleSettings.weir();
        return WeirSettings.of(
                free.listeners().stream()
                        .map(listener ->
                                new ListenerSettings(listener.name(), address, listener.protocol(), listener.routes()))
                        .toList(),
                free.backends());
    }

    private static Program started(Launch launch) {
        return ((Launch.Started) launch).program();
    }

    private static String message(Launch launch) {
        return ((Launch.Failed) launch).message();
    }

    private String post(InetSocketAddress address, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(Addresses.localUrl(address) + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String get(Program program, String path) throws Exception {
        return send(HttpRequest.newBuilder(
                        URI.create(Addresses.localUrl(program.admin().orElseThrow()) + path))
                .build());
    }

    private String send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
