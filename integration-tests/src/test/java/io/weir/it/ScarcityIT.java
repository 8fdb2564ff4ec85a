package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Eventually;
import io.weir.kit.LevelWatch;
import io.weir.kit.Scrape;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Far more clients than buffers, or than a server takes. HAProxy's first version with dynamic buffers made 58 million task
 * runs for 1,000 requests here, and answered none.
 */
@ExtendWith(Machine.class)
final class ScarcityIT {

    private static final int REQUESTS = 10_000;
    private static final int CONNECTIONS = 500;
    private static final int DOWNLOADS = 200;
    private static final int BUFFERS_OF_A_DOWNLOAD = 180;
    private static final int LARGE = BUFFERS_OF_A_DOWNLOAD * 16 * 1024;
    private static final double MOST_TASKS_PER_REQUEST = 10;

    @TempDir
    static Path shared;

    private static Nginx nginx;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException {
        nginx = Nginx.start(Files.createDirectory(shared.resolve("nginx")));
        Content.write(nginx.file("page"), 20_000, 1);
        Content.write(nginx.file("large"), LARGE, 2);
    }

    @AfterAll
    static void stop() {
        Closing.all(nginx);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir.buffers.count = 1",
                "weir.buffers.count = 3",
                "weir.buffers.count = 20",
                "weir.buffers.count = 100",
                "weir.backends.main.servers.one.max-connections = 1",
                "weir { buffers.count = 3, backends.main.servers.one.max-connections = 1 }",
            })
    void every_request_is_answered_with_few_tasks_and_the_level_stays_below_its_limit(String scarcity) {
        try (WeirProcess weir = WeirProcess.http(directory, nginx.address(), scarcity);
                LevelWatch level = LevelWatch.start(weir::metrics)) {
            H2load load = H2load.run(REQUESTS, CONNECTIONS, weir.url("/page"));
            level.assertWithinLimit();
            weir.assertAtRest();
            double tasks = tasksOfEach(REQUESTS, weir);
            System.out.printf(
                    "%s: %d requests in %s, %.2f event-loop tasks each, %s%n",
                    scarcity, load.requests(), load.took(), tasks, level);
            assertThat(tasks).as("event-loop tasks per request").isLessThanOrEqualTo(MOST_TASKS_PER_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20})
    void downloads_larger_than_all_buffers_and_sockets_share_the_few_there_are(int buffers) {
        try (WeirProcess weir = WeirProcess.http(directory, nginx.address(), "weir.buffers.count = " + buffers);
                LevelWatch level = LevelWatch.start(weir::metrics)) {
            H2load load = H2load.run(DOWNLOADS, DOWNLOADS, weir.url("/large"));
            level.assertWithinLimit();
            weir.assertAtRest();
            double tasks = tasksOfEach(DOWNLOADS, weir);
            System.out.printf(
                    "weir.buffers.count = %d: %d downloads of %d bytes in %s, %.2f event-loop tasks each, %s%n",
                    buffers, load.requests(), LARGE, load.took(), tasks, level);
            assertThat(tasks)
                    .as("event-loop tasks of a download")
                    .isLessThanOrEqualTo(MOST_TASKS_PER_REQUEST + BUFFERS_OF_A_DOWNLOAD);
        }
    }

    /** The event-loop tasks for each exchange, of which there must have been so many, all of them in order. */
    private static double tasksOfEach(int exchanges, WeirProcess weir) {
        Eventually.passes(
                () -> assertThat(weir.metrics().count("weir_exchanges_total", "code=\"2xx\"", "reason=\"done\""))
                        .isEqualTo(exchanges));
        Scrape after = weir.metrics();
        assertThat(after.count("weir_exchanges_total")).isEqualTo(exchanges);
        return after.sum("weir_loop_tasks_total") / exchanges;
    }
}
