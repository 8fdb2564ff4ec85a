package io.weir.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.Assembly;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launch;
import io.weir.server.launch.StopSignal;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class DemoTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_demo_says_what_to_try_shows_the_level_and_ends_by_itself() throws InterruptedException {
        DemoOptions options = new DemoOptions(OptionalInt.of(0), Duration.ofSeconds(1), 0);
        ExitCode code = new Demo(
                        new Assembly(new ByteArrayOutputStream()),
                        new Never(),
                        new PrintWriter(out),
                        new PrintWriter(err))
                .run(options);
        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .contains("  curl http://127.0.0.1:", "/small\n", "/metrics\n")
                .containsPattern("\\[[.#]{10}] \\d+/\\d+ leased  0/32 stalled  0 waiting  \\d+ clients")
                .containsPattern("\\d+ small requests answered, 0 failed, p50 \\d+\\.\\d ms");
    }

    @Test
    void a_demo_that_cannot_start_says_why() throws InterruptedException {
        DemoOptions options = new DemoOptions(OptionalInt.of(80), Duration.ZERO, 0);
        ExitCode code = new Demo(
                        (settings, alsoTell) -> new Launch.Failed("in use"),
                        new Never(),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true))
                .run(options);
        assertThat(code).isEqualTo(ExitCode.CANNOT_START);
        assertThat(err.toString()).isEqualTo("weir: in use\n");
    }

    /** Tells nobody to stop. */
    private static final class Never implements StopSignal {

        @Override
        public void onHangUp(Runnable reload) {}

        @Override
        public void arm() {}

        private final CountDownLatch told = new CountDownLatch(1);

        @Override
        public String await(Supplier<Duration> grace, IntSupplier sessions) throws InterruptedException {
            told.await();
            return "told";
        }

        @Override
        public boolean await(Duration grace, Duration longest) throws InterruptedException {
            return told.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
