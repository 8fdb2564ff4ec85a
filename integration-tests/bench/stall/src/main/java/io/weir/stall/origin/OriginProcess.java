package io.weir.stall.origin;

import io.weir.bench.harness.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An {@link Origin} in a process of its own, with a small heap. */
public final class OriginProcess {

    // By its name: that class knows the benches, which know this one.
    private static final String MAIN = "io.weir.stall.Main";

    private OriginProcess() {}

    /** The command that serves on a port of loopback. */
    public static List<String> command(int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                "origin",
                Integer.toString(port));
    }

    /** Starts one, and returns once it listens. What it prints goes to {@code log}. */
    public static Child start(int port, Path log) throws IOException, InterruptedException {
        Child origin = Child.start(command(port), Map.of(), log);
        origin.awaitListener(port);
        return origin;
    }
}
