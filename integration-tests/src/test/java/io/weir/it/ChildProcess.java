package io.weir.it;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process that ends with its test, and with the test's JVM at the latest, together with all that it started. */
final class ChildProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Set<ChildProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::kill)));
    }

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    static ChildProcess start(ProcessBuilder builder) throws IOException {
        ChildProcess started = new ChildProcess(builder.start());
        RUNNING.add(started);
        return started;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it reads as its standard input. */
    OutputStream standardInput() {
        return process.getOutputStream();
    }

    /** What it writes to its standard output, unless that was redirected. */
    InputStream standardOutput() {
        return process.getInputStream();
    }

    /** CPU time that it has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Stops all its threads where they are, until {@link #goOn()}. */
    void stop() throws IOException, InterruptedException {
        signal("STOP");
        Eventually.holds("all threads have stopped", this::isStopped);
    }

    /** Lets it go on after {@link #stop()}. */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** Sends a signal by its name, such as HUP. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid()).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " " + pid() + ": exit code " + kill.exitValue());
        }
    }

    private boolean isStopped() throws IOException {
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + pid() + "/task"))) {
            for (Path thread : threads) {
                // "17 (name of the thread) T ..."
                if (!Files.readString(thread.resolve("stat")).contains(") T ")) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Waits for its end. Fails if that takes longer. */
    int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(process.info().commandLine().orElse("process") + " has not ended in " + limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return process.exitValue();
    }

    /** Kills it: how it ends by itself is the test's to look at. */
    @Override
    public void close() {
        kill();
        RUNNING.remove(this);
    }

    // The process before its children, so that it starts no new ones in their place.
    private void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
