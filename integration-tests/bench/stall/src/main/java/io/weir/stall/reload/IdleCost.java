package io.weir.stall.reload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** CPU time of what changes nothing: of a watch whose files stay as they are, and of reloads that find nothing new. */
final class IdleCost {

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final int UNCHANGED = 1000;
    private static final int MILLIS_OF_TICK = 10;

    private IdleCost() {}

    /** Measures it on a program at rest that watches its files, beside another that does not. Returns the figures, a line each. */
    static List<String> measure(RunningWeir watching, Path root, Path directory)
            throws IOException, InterruptedException {
        try (RunningWeir unwatched =
                RunningWeir.start(root, directory, watching.places().another(), "off")) {
            watching.post();
            unwatched.post();
            // What follows a start, such as compilations, is over then.
            Thread.sleep(IDLE.toMillis());
            long withWatch = watching.cpuTicks();
            long without = unwatched.cpuTicks();
            Thread.sleep(IDLE.toMillis());
            String idle = "CPU time of %d s idle: %d ms with a watch of 1 s, %d ms without"
                    .formatted(
                            IDLE.toSeconds(),
                            (watching.cpuTicks() - withWatch) * MILLIS_OF_TICK,
                            (unwatched.cpuTicks() - without) * MILLIS_OF_TICK);
            return List.of(idle, unchanged(unwatched));
        }
    }

    private static String unchanged(RunningWeir weir) throws IOException {
        long before = weir.cpuTicks();
        for (int reload = 0; reload < UNCHANGED; reload++) {
            String answer = weir.post();
            if (!answer.contains("\"result\":\"unchanged\"")) {
                return "POST /reload without a change: " + answer;
            }
        }
        return "CPU time of a POST /reload that finds nothing new: %.2f ms"
                .formatted((double) (weir.cpuTicks() - before) * MILLIS_OF_TICK / UNCHANGED);
    }
}
