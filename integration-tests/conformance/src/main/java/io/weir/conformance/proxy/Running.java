package io.weir.conformance.proxy;

import io.weir.bench.harness.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A proxy under test, running. */
public record Running(Rival rival, Child child) implements AutoCloseable {

    /** Starts a proxy and waits until it listens everywhere. */
    public static Running start(Rival rival, Path root, Path directory, List<Rival.Way> ways)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Child child =
                Child.start(rival.prepare(root, directory, ways), rival.environment(), directory.resolve("out.log"));
        for (Rival.Way way : ways) {
            child.awaitListener(way.from());
        }
        return new Running(rival, child);
    }

    /** What it calls itself, in one line. */
    public static String version(Rival rival, Path root) throws IOException {
        Process process = new ProcessBuilder(rival.versionCommand(root))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return said.lines().findFirst().orElse(rival.name());
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return child.isAlive();
    }

    @Override
    public void close() {
        child.close();
    }
}
