package io.weir.conformance.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A proxy that can be put under test: one thread of traffic, so that every front connection may use every back connection. */
public interface Rival {

    /** How it is called on the command line and in the report. */
    String name();

    /** The Debian packages that it needs. */
    List<String> packages();

    /** The command that prints its version. */
    List<String> versionCommand(Path root);

    /** Writes its files and returns the command that runs it in the foreground. */
    List<String> prepare(Path root, Path directory, List<Way> ways) throws IOException;

    /** Variables of its environment. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** A port of the loopback to listen on, and the one to forward to. */
    record Way(int from, int to) {}
}
