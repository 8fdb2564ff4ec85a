package io.weir.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.launch.ExitCode;
import io.weir.server.launch.FakeProgram;
import io.weir.server.launch.Launch;
import io.weir.server.launch.StopSignal;
import io.weir.server.service.ServiceNotices;
import io.weir.testing.wire.Polling;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hang-up at any moment of a program's life. */
final class HangUpsTest {

    private static final String TOLD = "tell UNCHANGED";

    @TempDir
    private Path directory;

    private final AtomicInteger reloads = new AtomicInteger();
    private final FakeProgram program = new FakeProgram();

    @Test
    void hang_ups_during_the_start_are_one_reload_once_the_program_serves() {
        HangUps hangUps = new HangUps();
        hangUps.come();
        hangUps.come();
        assertThat(reloads).hasValue(0);
        hangUps.serve(reloads::incrementAndGet);
        assertThat(reloads).hasValue(1);
        hangUps.come();
        hangUps.come();
        assertThat(reloads).hasValue(3);
    }

    @Test
    void without_a_hang_up_nothing_is_reloaded() {
        new HangUps().serve(reloads::incrementAndGet);
        assertThat(reloads).hasValue(0);
    }

    @Test
    void a_hang_up_while_run_starts_is_a_reload_once_it_serves() throws IOException, InterruptedException {
        Path file = Files.writeString(
                directory.resolve("weir.conf"),
                "weir { listeners.web { bind = \":0\", backend = shop }, backends.shop.servers.one.address = \"127.0.0.1:9\" }");
        HandSignal signal = new HandSignal();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Cli cli = new Cli(
                (settings, alsoTell) -> {
                    signal.hangUp.run();
                    return new Launch.Started(program);
                },
                signal,
                ServiceNotices.to(Optional.empty()),
                nowhere,
                nowhere);
        assertThat(cli.execute("run", file.toString())).isEqualTo(ExitCode.OK);
        assertThat(program.calls).containsExactlyInAnyOrder("offer", TOLD, "drain: SIGINT", "close");
    }

    /** Is asked for the stop once the reload has been told. */
    private final class HandSignal implements StopSignal {

        Runnable hangUp = () -> {};

        @Override
        public void arm() {}

        @Override
        public void onHangUp(Runnable reload) {
            hangUp = reload;
        }

        @Override
        public String await(Supplier<Duration> grace, IntSupplier sessions) {
            Polling.await("a reload", () -> program.calls.contains(TOLD), program.calls::toString);
            return "SIGINT";
        }

        @Override
        public boolean await(Duration grace, Duration longest) {
            return true;
        }
    }
}
