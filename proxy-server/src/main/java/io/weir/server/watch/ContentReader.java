package io.weir.server.watch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads files within limits, always from the path: symbolic links are resolved anew each time. Safe for use by any thread. */
public final class ContentReader {

    private final ReadLimits limits;

    /** A reader within these limits. */
    public ContentReader(ReadLimits limits) {
        this.limits = limits;
    }

    /** The states of these paths. Blocks as long as the file system does. */
    public Snapshot snapshot(Collection<Path> paths) {
        ReadPass pass = new ReadPass(limits);
        SortedMap<Path, FileState> states = new TreeMap<>();
        for (Path path : new TreeSet<>(paths)) {
            states.put(path, pass.read(path, OutputStream.nullOutputStream()).state());
        }
        return new Snapshot(states);
    }

    /**
     * The state of this path and its bytes: for a load, whose snapshot is the beginning of a watch. So the bytes that are used are those that the
     * watch compares with, and a change between the load and the first round is seen.
     */
    public Reading read(Path path) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        ReadPass.Result result = new ReadPass(limits).read(path, copy);
        return new Reading(
                result.state(), result.state().isContent() ? copy.toByteArray() : new byte[0], result.detail());
    }
}
