package io.weir.stall.proxy;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A proxy that can be put under test. */
public interface ProxyKind {

    /** How it is called on the command line and in the table. */
    String name();

    /** The Debian packages that it needs. */
    List<String> packages(boolean tcp);

    /** Writes its files and returns the command that runs it in the foreground. */
    List<String> prepare(Setup setup) throws IOException;

    /** Variables of its environment. */
    default Map<String, String> environment(Setup setup) {
        return Map.of();
    }

    /** Whether it is built from Maven Central, by the module {@code peers}, and speaks HTTP only. */
    default boolean isPeer() {
        return false;
    }

    /** Whether it tells its levels on {@link Setup#adminPort}. */
    default boolean hasMetrics() {
        return false;
    }
}
