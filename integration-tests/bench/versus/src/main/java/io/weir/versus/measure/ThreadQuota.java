package io.weir.versus.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The same share of a core for each of some threads, by cgroups of version 1, the only ones that take threads one by one. */
public final class ThreadQuota implements AutoCloseable {

    private static final int PERIOD_MICROS = 10_000;
    private static final int PERCENT = 100;

    private final Path parent;
    private final List<Path> groups = new ArrayList<>();
    private final List<String> threads = new ArrayList<>();

    private ThreadQuota(Path parent) {
        this.parent = parent;
    }

    /** That of this machine, or nothing but the promise of an error. */
    public static ThreadQuota ofThisMachine() {
        return new ThreadQuota(Path.of("/sys/fs/cgroup/cpu"));
    }

    /**
     * Puts every thread of a process whose name begins so into a group of its own.
     *
     * @throws IOException where there is no such cgroup, or no such thread
     */
    public void limit(ProcessHandle process, String name, int percent) throws IOException {
        if (!Files.isWritable(parent.resolve("cpu.cfs_quota_us"))) {
            throw new IOException("no cgroup (version 1) for CPU time: " + parent);
        }
        List<Path> tasks = named(Path.of("/proc/" + process.pid() + "/task"), name);
        if (tasks.isEmpty()) {
            throw new IOException("no thread " + name + "…");
        }
        for (Path task : tasks) {
            limit(task.getFileName().toString(), percent);
        }
    }

    /** Lets all of them go. */
    @Override
    public void close() throws IOException {
        for (String thread : threads) {
            if (Files.exists(Path.of("/proc/" + thread))) {
                Files.writeString(parent.resolve("tasks"), thread);
            }
        }
        for (Path group : groups) {
            Files.delete(group);
        }
    }

    static List<Path> named(Path tasks, String name) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(tasks)) {
            for (Path task : all.toList()) {
                if (Files.readString(task.resolve("comm")).startsWith(name)) {
                    found.add(task);
                }
            }
        }
        return found;
    }

    private void limit(String thread, int percent) throws IOException {
        Path group = Files.createDirectory(parent.resolve("versus-" + thread));
        groups.add(group);
        Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
        Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(PERIOD_MICROS * percent / PERCENT));
        Files.writeString(group.resolve("tasks"), thread);
        threads.add(thread);
    }
}
