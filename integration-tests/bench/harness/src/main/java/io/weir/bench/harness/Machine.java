package io.weir.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel tells of processes and sockets. Linux only. */
public final class Machine {

    private static final long PAGE_BYTES = 4096;
    private static final String ESTABLISHED = "01";
    private static final Pattern TCP_PAGES = Pattern.compile("TCP: .* mem (\\d+)");

    private Machine() {}

    /** Resident memory of a process and all below it. */
    public static long residentBytes(ProcessHandle process) {
        return sum(process, "VmRSS");
    }

    /** The sum of the most that a process and each below it have been resident with. */
    public static long peakResidentBytes(ProcessHandle process) {
        return sum(process, "VmHWM");
    }

    /** Memory of all TCP sockets of the machine. */
    public static long tcpBytes() {
        return tcpBytes(lines(Path.of("/proc/net/sockstat")));
    }

    static long tcpBytes(List<String> sockstat) {
        Matcher matcher = TCP_PAGES.matcher(String.join("\n", sockstat));
        return matcher.find() ? Long.parseLong(matcher.group(1)) * PAGE_BYTES : 0;
    }

    /** Memory of all TCP sockets from which on the kernel lets no send buffer grow. */
    public static long tcpPressureBytes() {
        return tcpPressureBytes(lines(Path.of("/proc/sys/net/ipv4/tcp_mem")));
    }

    static long tcpPressureBytes(List<String> tcpMem) {
        return Long.parseLong(words(tcpMem.get(0)).get(1)) * PAGE_BYTES;
    }

    /** Local ports of connections that neither side has ended, over IPv4. */
    public static Set<Integer> establishedPorts() {
        return establishedPorts(lines(Path.of("/proc/net/tcp")));
    }

    static Set<Integer> establishedPorts(List<String> tcp) {
        Set<Integer> ports = new HashSet<>();
        for (String line : tcp) {
            List<String> fields = words(line);
            if (fields.get(3).equals(ESTABLISHED)) {
                String address = fields.get(1);
                ports.add(Integer.parseInt(address.substring(address.indexOf(':') + 1), 16));
            }
        }
        return ports;
    }

    /** The line of /proc/stat that is about all processors. */
    static List<String> cpuFields() {
        return cpuFields(lines(Path.of("/proc/stat")));
    }

    static List<String> cpuFields(List<String> stat) {
        return words(stat.get(0));
    }

    /** CPU time of a process and all below it that still run, in clock ticks. */
    public static long cpuTicks(ProcessHandle process) {
        return tree(process)
                .mapToLong(pid -> cpuTicks(lines(Path.of("/proc/" + pid + "/stat"))))
                .sum();
    }

    static long cpuTicks(List<String> stat) {
        // Past the name, which may hold anything: state, then ten more, then time as a user and in the kernel.
        return stat.stream()
                .map(line -> words(line.substring(line.lastIndexOf(')') + 1)))
                .mapToLong(fields -> Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)))
                .sum();
    }

    /** How often a thread of a process, or of one below it, has gone to sleep by itself, of the threads that still run. */
    public static long voluntarySwitches(ProcessHandle process) {
        return tree(process)
                .flatMap(pid -> threads(Path.of("/proc/" + pid + "/task")))
                .mapToLong(thread -> voluntarySwitches(lines(thread.resolve("status"))))
                .sum();
    }

    static long voluntarySwitches(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("voluntary_ctxt_switches:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static Stream<Path> threads(Path tasks) {
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.toList().stream();
        } catch (IOException e) {
            // The process has ended meanwhile.
            return Stream.empty();
        }
    }

    private static List<String> words(String line) {
        return List.of(line.trim().split("\\s+", -1));
    }

    private static Stream<Long> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).map(ProcessHandle::pid);
    }

    private static long sum(ProcessHandle process, String name) {
        return tree(process)
                .mapToLong(pid -> statusBytes(lines(Path.of("/proc/" + pid + "/status")), name))
                .sum();
    }

    static long statusBytes(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            // The process has ended meanwhile.
            return List.of();
        } catch (IOException e) {
            // What is read while a process ends: ESRCH.
            if (file.startsWith("/proc") && !Files.exists(file)) {
                return List.of();
            }
            throw new UncheckedIOException(e);
        }
    }
}
