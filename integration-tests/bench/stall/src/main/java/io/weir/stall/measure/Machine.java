package io.weir.stall.measure;

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
        return tree(process).mapToLong(pid -> statusBytes(pid, "VmRSS")).sum();
    }

    /** The sum of the most that a process and each below it have been resident with. */
    public static long peakResidentBytes(ProcessHandle process) {
        return tree(process).mapToLong(pid -> statusBytes(pid, "VmHWM")).sum();
    }

    /** Memory of all TCP sockets of the machine. */
    public static long tcpBytes() {
        Matcher matcher = TCP_PAGES.matcher(String.join("\n", lines(Path.of("/proc/net/sockstat"))));
        return matcher.find() ? Long.parseLong(matcher.group(1)) * PAGE_BYTES : 0;
    }

    /** Local ports of connections that neither side has ended, over IPv4. */
    public static Set<Integer> establishedPorts() {
        Set<Integer> ports = new HashSet<>();
        for (String line : lines(Path.of("/proc/net/tcp"))) {
            String[] fields = line.trim().split(" +", -1);
            if (fields[3].equals(ESTABLISHED)) {
                ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
            }
        }
        return ports;
    }

    private static Stream<Long> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).map(ProcessHandle::pid);
    }

    private static long statusBytes(long pid, String name) {
        return lines(Path.of("/proc/" + pid + "/status")).stream()
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
