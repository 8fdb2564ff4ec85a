package io.weir.stall.proxy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** The module that builds it from Maven Central, if it is a peer on the JVM: one that speaks HTTP only. */
    default Optional<PeerModule> module() {
        return Optional.empty();
    }

    /** Why it cannot be run on this machine, whatever is installed and built before; empty where it can. */
    default Optional<String> hindrance() {
        return module().flatMap(PeerModule::hindrance);
    }

    /** Whether it tells its levels on {@link Setup#adminPort}. */
    default boolean hasMetrics() {
        return false;
    }
}
