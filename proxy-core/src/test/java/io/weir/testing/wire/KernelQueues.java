package io.weir.testing.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Linux holds for the connections of a port, in {@code /proc/net/tcp}. */
public final class KernelQueues {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final String ESTABLISHED = "01";
    private static final String PROBES_CLOSED_WINDOW = "04";
    private static final int HEX = 16;

    // Columns of a line.
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final int TIMER = 5;

    private final String port;

    public KernelQueues(int port) {
        this.port = String.format(":%04X", port);
    }

    public static boolean areKnown() {
        return Files.isReadable(TABLES.get(0));
    }

    /** Bytes that have arrived on connections to the port and were not read, those not accepted included. */
    public long received() {
        return established()
                .filter(line -> line[LOCAL].endsWith(port))
                .mapToLong(line -> Long.parseLong(line[QUEUES].substring(line[QUEUES].indexOf(':') + 1), HEX))
                .sum();
    }

    /** How many connections to the port are complete, those not accepted included. */
    public long complete() {
        return established().filter(line -> line[LOCAL].endsWith(port)).count();
    }

    /** How many connections to the port have more to send and are not let. */
    public long closedWindows() {
        return established()
                .filter(line -> line[REMOTE].endsWith(port) && line[TIMER].startsWith(PROBES_CLOSED_WINDOW))
                .count();
    }

    // A table that changes while it is read has connections twice.
    private static Stream<String[]> established() {
        Map<String, String[]> connections = new HashMap<>();
        TABLES.stream()
                .filter(Files::isReadable)
                .flatMap(KernelQueues::lines)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(line -> line[STATE].equals(ESTABLISHED))
                .forEach(line -> connections.put(line[LOCAL] + line[REMOTE], line));
        return connections.values().stream();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
