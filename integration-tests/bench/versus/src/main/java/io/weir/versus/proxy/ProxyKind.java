package io.weir.versus.proxy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A proxy that can be put under test. */
public interface ProxyKind {

    /** How it is called on the command line and in the table. */
    String name();

    /** The Debian packages that it needs. */
    List<String> packages(Variant variant);

    /** Writes its files and returns the command that runs it in the foreground. */
    List<String> prepare(Setup setup) throws IOException;

    /** Variables of its environment. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** Whether it is a Weir: it runs on the JVM, needs a longer warm-up, and is judged. */
    default boolean isWeir() {
        return false;
    }

    /** What starts it, and builds it where it is not built; empty for what is installed. */
    default Optional<Path> launcher() {
        return Optional.empty();
    }

    /** Why it cannot be run on this machine, whatever is installed before; empty where it can. */
    default Optional<String> hindrance() {
        return Optional.empty();
    }
}
