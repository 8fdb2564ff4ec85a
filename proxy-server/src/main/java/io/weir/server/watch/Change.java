package io.weir.server.watch;

import java.nio.file.Path;
import java.util.Set;

/**
 * A change of a watched set that is stable.
 *
 * @param before what was loaded or reported last
 * @param now what two successive rounds have read
 */
public record Change(Snapshot before, Snapshot now) {

    /** The paths whose state has changed, at least one, in their order. */
    public Set<Path> paths() {
        return before.differences(now);
    }
}
