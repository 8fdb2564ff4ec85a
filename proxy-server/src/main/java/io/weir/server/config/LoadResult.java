package io.weir.server.config;

import java.util.List;

/** What became of a configuration. */
public sealed interface LoadResult {

    /** Remarks for a person, whatever became of it. */
    List<Problem> warnings();

    /** The files that were read or looked for; none for the command line. */
    Sources sources();

    /** It can be used. */
    record Accepted(ProgramSettings settings, List<Problem> warnings, Sources sources) implements LoadResult {}

    /** It cannot, for these reasons: all there are, at least one. */
    record Rejected(List<Problem> problems, List<Problem> warnings, Sources sources) implements LoadResult {}
}
