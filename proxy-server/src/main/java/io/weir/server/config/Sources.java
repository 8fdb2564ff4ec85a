package io.weir.server.config;

import io.weir.server.watch.Snapshot;
import java.util.List;

/**
 * The files of a configuration, by the names under which they were looked for.
 *
 * @param read the files that were read, the included ones behind the one that was named
 * @param missing the files that are not there and need not be, each with the place of its include
 * @param snapshot the state of every file that was looked for, whether it was found or not, by its absolute path: what a watch of the
 *     configuration begins with. Its fingerprint is the hash of the configuration, without the environment. A named pipe has no content in it,
 *     since no watch reads a pipe
 */
public record Sources(List<String> read, List<Missing> missing, Snapshot snapshot) {

    /** A configuration without a file. */
    static final Sources NONE = new Sources(List.of(), List.of(), Snapshot.EMPTY);

    /** An optional include without a file. */
    public record Missing(String file, Problem.Place place) {}

    public Sources {
        read = List.copyOf(read);
        missing = List.copyOf(missing);
    }
}
