package io.weir.server.config;

import java.util.List;

/** What became of a configuration. */
public sealed interface LoadResult {

    /**
     * It can be used.
     *
     * @param warnings what should be looked at
     * @param files the files that were read, the included ones behind the one that was named; none for the command line
     */
    record Accepted(ProgramSettings settings, List<Problem> warnings, List<String> files) implements LoadResult {

        Accepted readFrom(List<String> names) {
            return new Accepted(settings, warnings, List.copyOf(names));
        }
    }

    /** It cannot, for these reasons: all there are, at least one. */
    record Rejected(List<Problem> problems) implements LoadResult {}
}
