package io.weir.server.config;

import java.util.List;

/**
 * The files of a configuration, by the names under which they were looked for.
 *
 * @param read the files that were read, the included ones behind the one that was named
 * @param missing the files that are not there and need not be, each with the place of its include
 */
public record Sources(List<String> read, List<Missing> missing) {

    /** A configuration without a file. */
    static final Sources NONE = new Sources(List.of(), List.of());

    /** An optional include without a file. */
    public record Missing(String file, Problem.Place place) {}

    public Sources {
        read = List.copyOf(read);
        missing = List.copyOf(missing);
    }
}
