package io.weir.versus.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Counts the system calls of a process and all below it, with strace, until it is asked. What is counted is slow meanwhile. */
public final class SystemCalls implements AutoCloseable {

    private static final int LONGEST_SECONDS = 10;
    private static final Pattern TOTAL =
            Pattern.compile("(?m)^\\s*[\\d.]+\\s+[\\d.]+\\s+\\d+\\s+(\\d+)\\s+(?:\\d+\\s+)?total$");

    private final Process strace;
    private final Path summary;

    private SystemCalls(Process strace, Path summary) {
        this.strace = strace;
        this.summary = summary;
    }

    /**
     * Begins.
     *
     * @param directory for its files
     */
    public static SystemCalls of(ProcessHandle process, Path directory) throws IOException, InterruptedException {
        Path summary = directory.resolve("strace");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-c", "-o", summary.toString()));
        Stream.concat(Stream.of(process), process.descendants())
                .forEach(one -> command.addAll(List.of("-p", Long.toString(one.pid()))));
        Process strace = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("strace.log").toFile())
                .start();
        SystemCalls calls = new SystemCalls(strace, summary);
        calls.awaitAttached(process);
        return calls;
    }

    /** Ends, and returns how many there were. */
    public long count() throws IOException, InterruptedException {
        strace.destroy();
        if (!strace.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("strace does not end");
        }
        return count(Files.readString(summary));
    }

    @Override
    public void close() {
        strace.destroyForcibly();
    }

    static long count(String summary) throws IOException {
        Matcher matcher = TOTAL.matcher(summary);
        if (!matcher.find()) {
            throw new IOException("strace: " + summary.strip() + " (expected: a line with the total)");
        }
        return Long.parseLong(matcher.group(1));
    }

    private void awaitAttached(ProcessHandle process) throws IOException, InterruptedException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        long begin = System.nanoTime();
        while (Files.readAllLines(status).contains("TracerPid:\t0")) {
            if (!strace.isAlive() || System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
                throw new IOException("strace does not begin, see " + summary + ".log");
            }
            Thread.sleep(20);
        }
    }
}
