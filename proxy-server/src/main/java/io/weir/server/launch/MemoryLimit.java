package io.weir.server.launch;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The memory that this process may use.
 *
 * @param bytes how much
 * @param source who says so, for people
 */
public record MemoryLimit(long bytes, String source) {

    /** The limit of the container, or else the memory of the machine. */
    public static MemoryLimit detect() {
        return detect(Path.of("/"), machineBytes());
    }

    /** The same with another root of the file system and another size of the machine. */
    static MemoryLimit detect(Path root, long machineBytes) {
        MemoryLimit machine = new MemoryLimit(machineBytes, "memory of the machine");
        return controlGroups(root).stream()
                .flatMap(group -> group.limits(root).stream())
                .filter(limit -> limit.bytes() <= machineBytes)
                // Not Comparator.comparingLong: its lambda is serializable, so it cannot be in an AOT cache.
                .min((one, other) -> Long.compare(one.bytes(), other.bytes()))
                .orElse(machine);
    }

    private static long machineBytes() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return system.getTotalMemorySize();
    }

    private static List<ControlGroup> controlGroups(Path root) {
        return lines(root.resolve("proc/self/cgroup"))
                .map(ControlGroup::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException noSuchFile) {
            return Stream.empty();
        }
    }

    /** One line of {@code /proc/self/cgroup}, if it is about memory. */
    private record ControlGroup(String mount, String file, String name, String path) {

        static Optional<ControlGroup> parse(String line) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                return Optional.empty();
            }
            if (parts[0].equals("0") && parts[1].isEmpty()) {
                return Optional.of(new ControlGroup("sys/fs/cgroup", "memory.max", "cgroup v2", parts[2]));
            }
            return List.of(parts[1].split(",")).contains("memory")
                    ? Optional.of(
                            new ControlGroup("sys/fs/cgroup/memory", "memory.limit_in_bytes", "cgroup v1", parts[2]))
                    : Optional.empty();
        }

        /** The limits of the group and of all groups around it. Inside a container only the outermost may be to be seen. */
        List<MemoryLimit> limits(Path root) {
            Path top = root.resolve(mount);
            Path group = top.resolve(path.replaceFirst("^/+", "")).normalize();
            return Stream.iterate(group, around -> around != null && around.startsWith(top), Path::getParent)
                    .flatMap(around -> limit(around.resolve(file)).stream().mapToObj(this::limit))
                    .toList();
        }

        private MemoryLimit limit(long bytes) {
            return new MemoryLimit(bytes, "limit of the container, " + name);
        }

        private static OptionalLong limit(Path file) {
            return lines(file)
                    .map(String::strip)
                    .filter(text -> text.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        }
    }
}
