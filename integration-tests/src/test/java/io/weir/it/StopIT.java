package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import io.weir.testing.wire.HeldPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: clients that have connected are served, exchanges may end, and the exit code tells whether all did. */
final class StopIT {

    // Far more than the tests wait: only what ends by itself ends in time.
    private static final String LONG_DRAIN = "weir.timeouts.drain = 1h";
    private static final int SIGTERM = 15;
    private static final int BROKEN_OFF = 7;
    private static final int LONG_TARGET = 1900;
    private static final int OUTPUT_BYTES = 4 << 20;
    private static final Pattern LISTENER = Pattern.compile("listener .* 127\\.0\\.0\\.1:(\\d+) ->");

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch mayAnswer = new CountDownLatch(1);

    @TempDir
    Path directory;

    @Test
    void with_nothing_to_do_it_ends_at_once() throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.http(directory, server.address(), LONG_DRAIN);
                Wire idle = Wire.to(weir.address())) {
            assertThat(idle.get("/a").readMessage().head().status()).isEqualTo(200);
            weir.process().terminate();
            assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
            assertThat(idle.read(new byte[1])).as("end of an idle connection").isEqualTo(-1);
        }
    }

    @Test
    void a_running_exchange_ends_while_new_clients_are_refused() throws Exception {
        try (HeldPort port = HeldPort.take();
                FakeServer server = FakeServer.start(this::answerWhenAllowed);
                WeirProcess weir = WeirProcess.http(directory, server.address(), LONG_DRAIN, bind(port));
                Wire client = Wire.to(weir.address())) {
            client.get("/slow");
            asked.await();
            assertThat(weir.admin("/health/ready").statusCode()).isEqualTo(200);

            weir.process().terminate();
            Eventually.holds("not ready", () -> weir.admin("/health/ready").statusCode() == 503);
            assertThat(weir.admin("/health/live").statusCode()).isEqualTo(200);
            Eventually.holds("new clients are refused", () -> isRefused(weir));
            assertThat(weir.metrics().count("weir_draining")).isOne();

            mayAnswer.countDown();
            Wire.Message response = client.readMessage();
            assertThat(response.head().status()).isEqualTo(200);
            assertThat(response.head().field("Connection")).contains("close");
            assertThat(response.body()).isEqualTo("slow");
            assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
        }
    }

    @Test
    void an_exchange_that_does_not_end_is_answered_503_at_the_deadline_and_the_exit_code_and_the_log_tell()
            throws Exception {
        try (FakeServer server = FakeServer.start(this::answerWhenAllowed);
                WeirProcess weir = WeirProcess.http(
                        directory, server.address(), "weir.timeouts.drain = 1s", "weir.access-log.format = text")) {
            try (Wire client = Wire.to(weir.address())) {
                client.get("/slow");
                asked.await();
                weir.process().terminate();
                Wire.Message response = client.readMessage();
                assertThat(response.head().status()).isEqualTo(503);
                assertThat(response.body()).contains("drain-timeout");
            }
            assertThat(weir.process().awaitExit(Eventually.SOON)).isEqualTo(BROKEN_OFF);
            assertThat(weir.out()).contains("status=503").contains("reason=drain-timeout");
            assertThat(weir.err())
                    .contains("event=drain_begins cause=\"SIGTERM\" sessions=")
                    .contains("event=drain_timeout timeout=1s broken_off=1");
        }
    }

    @Test
    void a_second_signal_ends_the_process_at_once() throws Exception {
        try (FakeServer server = FakeServer.start(this::answerWhenAllowed);
                WeirProcess weir = WeirProcess.http(directory, server.address(), LONG_DRAIN);
                Wire client = Wire.to(weir.address())) {
            client.get("/slow");
            asked.await();
            weir.process().terminate();
            Eventually.holds("it drains", () -> weir.admin("/health/ready").statusCode() == 503);
            weir.process().terminate();
            assertThat(weir.process().awaitExit(Eventually.SOON)).isEqualTo(128 + SIGTERM);
            assertThat(weir.err())
                    .contains("level=WARN logger=JvmStopSignal event=stop_forced signal=TERM sessions=1 exit_code=143");
        }
    }

    @Test
    void a_pipe_of_output_and_log_that_is_not_read_does_not_keep_the_process_alive() throws Exception {
        try (FakeServer server = FakeServer.thatTellsTargets();
                ChildProcess weir = ChildProcess.start(new ProcessBuilder(WeirProcess.command(
                                "proxy", "--from=127.0.0.1:0", "--to=" + server.address(), "--admin=off"))
                        .redirectErrorStream(true));
                Wire client = Wire.to(addressInBanner(weir.standardOutput()))) {
            // More than the pipe and the memory of the access log hold: each writer to the pipe is stuck.
            String target = "/" + "a".repeat(LONG_TARGET);
            for (int sent = 0; sent < OUTPUT_BYTES; sent += LONG_TARGET) {
                assertThat(client.get(target).readMessage().head().status()).isEqualTo(200);
            }
            weir.terminate();
            assertThat(weir.awaitExit(Eventually.SOON)).isZero();
        }
    }

    @Test
    void signals_that_mean_nothing_here_are_ignored_and_logged() throws Exception {
        // A JVM leaves a signal alone that was ignored when it was started, as HUP is below nohup.
        ProcessBuilder withoutTerminal = new ProcessBuilder("setsid", "env", "--default-signal=HUP");
        try (FakeServer server = FakeServer.thatTellsTargets()) {
            withoutTerminal
                    .command()
                    .addAll(WeirProcess.command(
                            "proxy", "--from=127.0.0.1:0", "--to=" + server.address(), "--admin=127.0.0.1:0"));
            // As bin/weir has it: without, the JVM keeps USR2 to itself.
            withoutTerminal.environment().put("_JAVA_SR_SIGNUM", "45");
            try (WeirProcess weir = WeirProcess.start(directory, withoutTerminal);
                    Wire client = Wire.to(weir.address())) {
                for (String name : List.of("HUP", "USR1", "USR2")) {
                    weir.process().signal(name);
                    Eventually.holds(
                            name + " is logged", () -> weir.err().contains("event=signal_ignored signal=" + name));
                }
                assertThat(client.get("/a").readMessage().head().status()).isEqualTo(200);
                weir.process().terminate();
                assertThat(weir.process().awaitExit(Eventually.SOON)).isZero();
            }
        }
    }

    private static String bind(HeldPort port) {
        return "weir.listeners.main.bind = \"127.0.0.1:" + port.address().getPort() + "\"";
    }

    private void answerWhenAllowed(Wire client) throws IOException, InterruptedException {
        client.readHead();
        asked.countDown();
        mayAnswer.await();
        client.answer("slow");
    }

    private static InetSocketAddress addressInBanner(InputStream output) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher found = LISTENER.matcher(line);
            if (found.find()) {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(found.group(1)));
            }
        }
        throw new AssertionError("no listener in the banner");
    }

    private static boolean isRefused(WeirProcess weir) throws IOException {
        try {
            Wire.to(weir.address()).close();
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}
