package io.weir.conformance.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How many connections a port still has, by what the kernel says: a client that reads next to nothing does not see that it was
 * cut off.
 */
final class Established {

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    // Established, and closed by the other side only.
    private static final List<String> OPEN = List.of("01", "08");

    private Established() {}

    /** Those of which this is the listening side's port. */
    static long at(int port) throws IOException {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        long count = 0;
        for (Path table : TABLES) {
            count += Files.readAllLines(table).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> columns.length > STATE && columns[LOCAL_ADDRESS].endsWith(suffix))
                    .filter(columns -> OPEN.contains(columns[STATE]))
                    .count();
        }
        return count;
    }
}
