package io.weir.stall.proxy;

import io.weir.bench.harness.JavaHomes;
import java.nio.file.Path;
import java.util.Optional;

/** A module of peers that goes with none of the others, as to Java or as to what it depends on. */
public enum PeerModule {
    /** Those that go together. */
    COMMON("peers", 17),
    /** Spring Boot wants its own versions of what the others depend on. */
    SPRING("peers/spring", 17),
    /** Helidon is made of virtual threads. */
    HELIDON("peers/helidon", 21);

    private final String directory;
    private final int javaVersion;

    PeerModule(String directory, int javaVersion) {
        this.directory = directory;
        this.javaVersion = javaVersion;
    }

    /** Its directory, below that of the bench. */
    public String directory() {
        return directory;
    }

    /** Home of the JDK that builds and runs it; empty where there is none that can. */
    public Optional<Path> javaHome() {
        return JavaHomes.ofThisMachine().atLeast(javaVersion);
    }

    /** Why it can be neither built nor run on this machine; empty where it can. */
    Optional<String> hindrance() {
        return javaHome().isPresent()
                ? Optional.empty()
                : Optional.of("no JDK " + javaVersion + " or newer in " + JavaHomes.PLACES);
    }
}
