package io.weir.conformance.trial;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.FreePorts;
import io.weir.conformance.proxy.Rival;
import io.weir.conformance.proxy.Rivals;
import io.weir.conformance.proxy.Running;
import io.weir.conformance.server.ModelServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Debian's slowhttptest against Weir with short bounds, and canaries beside it. */
public final class SlowRun {

    /** The most that a run of slowhttptest may take. */
    private static final int LIMIT_SECONDS = 15;

    private static final int CONNECTIONS = 400;
    private static final Duration BETWEEN_CANARIES = Duration.ofMillis(50);
    // A client that is slower than that is cut off. slowhttptest sends something every 4 seconds.
    private static final String BOUNDS = """
              timeouts { request-head = 2s, request-idle = 2s, keep-alive = 2s, write-stall = 3s, stalled = 2s }
            """;

    private SlowRun() {}

    /** What slowhttptest is told to do. */
    public enum Mode {
        /** Heads that never end. */
        HEADERS("-H", "-i", "4", "-x", "24"),
        /** Bodies that never end. */
        BODY("-B", "-i", "4", "-s", "8192", "-x", "10"),
        /** A thousand overlapping ranges. */
        RANGE("-R", "-a", "5", "-b", "1000"),
        /** Responses that are read a few bytes at a time. */
        READ("-X", "-w", "1", "-y", "5", "-n", "1", "-z", "8", "-k", "1");

        private final List<String> options;

        Mode(String... options) {
            this.options = List.of(options);
        }

        /** For reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What came of one mode.
     *
     * @param most of its connections at the same time
     * @param left of them when its time was up
     * @param canaries how many were sent beside it
     * @param unanswered what was wrong with those that were not answered
     * @param slowest of the answers
     */
    public record Result(Mode mode, long most, long left, int canaries, List<String> unanswered, Duration slowest) {

        /** Whether everybody else was served, and nobody slow was left. */
        public boolean passes() {
            return unanswered.isEmpty() && canaries > 0 && most > 0 && left == 0;
        }
    }

    /** Runs one mode against a Weir of its own. */
    public static Result run(Mode mode, Path root, Path directory) throws IOException, InterruptedException {
        int front = FreePorts.next();
        try (ModelServer server = new ModelServer();
                Running running = Running.start(
                        Rivals.weirWith(BOUNDS), root, directory, List.of(new Rival.Way(front, server.port())))) {
            Path log = directory.resolve("slowhttptest.log");
            try (Child child = Child.start(command(mode, front), Map.of(), log)) {
                return watch(mode, running, child, front);
            }
        }
    }

    private static Result watch(Mode mode, Running running, Child child, int front)
            throws IOException, InterruptedException {
        List<String> unanswered = new ArrayList<>();
        long slowest = 0;
        int canaries = 0;
        long most = 0;
        long left = 0;
        long begin = System.nanoTime();
        while (child.isAlive()
                && running.isAlive()
                && System.nanoTime() - begin
                        < Duration.ofSeconds(2 * LIMIT_SECONDS).toNanos()) {
            left = Established.at(front);
            most = Math.max(most, left);
            long sent = System.nanoTime();
            String wrong = Canary.sing(front);
            slowest = Math.max(slowest, System.nanoTime() - sent);
            canaries++;
            if (!wrong.isEmpty()) {
                unanswered.add(wrong);
            }
            Thread.sleep(BETWEEN_CANARIES.toMillis());
        }
        // It stops of itself, before its time is up, when it sees that no connection is left.
        boolean early = System.nanoTime() - begin
                < Duration.ofSeconds(LIMIT_SECONDS - 1).toNanos();
        return new Result(mode, most, early ? 0 : left, canaries, unanswered, Duration.ofNanos(slowest));
    }

    private static List<String> command(Mode mode, int front) {
        List<String> command = new ArrayList<>(List.of(
                "slowhttptest",
                "-c",
                Integer.toString(CONNECTIONS),
                "-r",
                "200",
                "-l",
                Integer.toString(LIMIT_SECONDS),
                "-p",
                "3"));
        command.addAll(mode.options);
        command.addAll(List.of("-u", "http://127.0.0.1:" + front + ModelServer.LARGE));
        return command;
    }
}
