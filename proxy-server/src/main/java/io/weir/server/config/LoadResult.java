package io.weir.server.config;

import java.util.List;

/** What became of a configuration. */
public sealed interface LoadResult {

    /** It can be used. {@code warnings} should be looked at. */
    record Accepted(ProgramSettings settings, List<Problem> warnings) implements LoadResult {}

    /** It cannot, for these reasons: all there are, at least one. */
    record Rejected(List<Problem> problems) implements LoadResult {}
}
