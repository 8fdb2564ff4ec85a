package io.weir.stall.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A memory cgroup (version 1) that accounts the memory of sockets too. */
public final class MemoryCgroup {

    private static final Path ROOT = Path.of("/sys/fs/cgroup/memory");

    private final Path directory;
    private final long limitBytes;

    private MemoryCgroup(Path directory, long limitBytes) {
        this.directory = directory;
        this.limitBytes = limitBytes;
    }

    /**
     * Makes one.
     *
     * @throws IOException where there is no version 1 memory controller, or no permission
     */
    public static MemoryCgroup create(String name, long limitBytes) throws IOException {
        Path directory = Files.createDirectory(ROOT.resolve(name));
        MemoryCgroup cgroup = new MemoryCgroup(directory, limitBytes);
        cgroup.write("memory.limit_in_bytes", limitBytes);
        // Without a limit of its own the memory of sockets is not counted at all. It is counted apart from the rest.
        cgroup.write("memory.kmem.tcp.limit_in_bytes", limitBytes);
        return cgroup;
    }

    /** The command that runs another one in this cgroup. */
    public List<String> enter() {
        return List.of("/bin/sh", "-c", "echo $$ > " + directory.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
    }

    /** The limit that it was made with. */
    public long limitBytes() {
        return limitBytes;
    }

    /** What is in use now: processes and page cache, and sockets. */
    public long usedBytes() {
        return read("memory.usage_in_bytes") + read("memory.kmem.tcp.usage_in_bytes");
    }

    /** The most of processes and page cache. */
    public long peakBytes() {
        return read("memory.max_usage_in_bytes");
    }

    /** The most of sockets. */
    public long socketPeakBytes() {
        return read("memory.kmem.tcp.max_usage_in_bytes");
    }

    /** How often the limit, or that of sockets, was run into. */
    public long failures() {
        return read("memory.failcnt") + read("memory.kmem.tcp.failcnt");
    }

    /** How many processes were killed for want of memory. */
    public long kills() {
        try {
            return Files.readAllLines(directory.resolve("memory.oom_control")).stream()
                    .filter(line -> line.startsWith("oom_kill "))
                    .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Removes it, once its processes are gone. */
    public void remove() {
        for (int attempt = 0; attempt < 50; attempt++) {
            if (directory.toFile().delete() || !Files.exists(directory)) {
                return;
            }
            sleepABit();
        }
        System.err.println("stall: cannot remove " + directory);
    }

    private static void sleepABit() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long read(String file) {
        try {
            return Long.parseLong(Files.readString(directory.resolve(file)).trim());
        } catch (IOException e) {
            return 0;
        }
    }

    private void write(String file, long value) throws IOException {
        Files.writeString(directory.resolve(file), Long.toString(value));
    }
}
