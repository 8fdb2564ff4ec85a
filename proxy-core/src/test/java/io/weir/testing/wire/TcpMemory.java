package io.weir.testing.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory that Linux has for the buffers of TCP sockets. All programs of the machine share it. */
final class TcpMemory {
    /*
     * Linux counts the pages that sockets hold (sockstat) and compares them with three marks (tcp_mem). Above the second it is under pressure,
     * until they are below the first: a socket then gets no more than a few pages, whatever size it was given. A test that fills sockets, or
     * that sends a long text in one piece, finds another kernel there.
     */

    private static final String SOCKETS = "net/sockstat";
    private static final String MARKS = "sys/net/ipv4/tcp_mem";
    private static final String COUNTERS = "net/netstat";
    private static final String PRESSURES = "TCPMemoryPressures";

    private final Path proc;

    /** As the files below {@code proc} tell. */
    TcpMemory(Path proc) {
        this.proc = proc;
    }

    /** Whether less than the low mark is in use, so that each socket gets what it was given. True where nothing tells. */
    boolean isAmple() {
        return usedPages() < lowMark();
    }

    /** How often the kernel has come under pressure, since it was started; 0 where nothing tells. */
    long pressures() {
        List<String> lines = lines(COUNTERS);
        for (int i = 0; i + 1 < lines.size(); i++) {
            int column = words(lines.get(i)).indexOf(PRESSURES);
            if (column > 0) {
                return Long.parseLong(words(lines.get(i + 1)).get(column));
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return usedPages() + " pages in use by all sockets of the machine (expected: fewer than " + lowMark()
                + ", the low mark of tcp_mem)";
    }

    // TCP: inuse 1 orphan 0 tw 0 alloc 1 mem 115
    private long usedPages() {
        return lines(SOCKETS).stream()
                .map(TcpMemory::words)
                .filter(words -> words.get(0).equals("TCP:") && words.contains("mem"))
                .mapToLong(words -> Long.parseLong(words.get(words.indexOf("mem") + 1)))
                .sum();
    }

    private long lowMark() {
        return lines(MARKS).stream()
                .mapToLong(line -> Long.parseLong(words(line).get(0)))
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static List<String> words(String line) {
        return List.of(line.strip().split("\\s+", -1));
    }

    private List<String> lines(String name) {
        Path file = proc.resolve(name);
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
