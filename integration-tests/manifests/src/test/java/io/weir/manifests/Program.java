package io.weir.manifests;

import io.kubernetes.client.custom.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program, started by its launcher as in a container of a certain size. */
final class Program implements AutoCloseable {

    private static final int MIB = 1 << 20;
    private static final long LONGEST_SECONDS = 60;
    private static final long MOMENT_MILLIS = 20;

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts it. What it writes goes to a file in a directory. */
    static Program start(Path directory, String... arguments) throws IOException {
        Path output = directory.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("weir.root"), "proxy-server/bin/weir")
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("WEIR_JAR", System.getProperty("weir.jar"));
        return new Program(builder.redirectOutput(output.toFile()).start(), output);
    }

    /** Writes the configuration of the manifests for so much memory, with what else is to be configured, into a directory. */
    static Path configuration(Path directory, int memoryMib, String more) throws IOException {
        String text = Manifest.fileText("docker/kubernetes/base/weir.conf") + "weir.memory = " + memoryMib + "MiB\n";
        return Files.writeString(directory.resolve("weir.conf"), text + more);
    }

    /** How many MiB {@code 256Mi} is, in the words of Kubernetes. */
    static int mib(String quantity) {
        return (int) (Quantity.fromString(quantity).getNumber().longValueExact() / MIB);
    }

    /** What it has written so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Whether it ends within a moment. */
    boolean endsSoon() throws InterruptedException {
        return process.waitFor(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after " + LONGEST_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
