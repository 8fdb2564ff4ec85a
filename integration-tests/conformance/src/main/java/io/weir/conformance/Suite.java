package io.weir.conformance;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of the proof. */
enum Suite {
    /** Hostile messages of clients, to real servers. */
    REQUESTS("nginx-light", "apache2", "nodejs"),
    /** Hostile messages of servers. */
    RESPONSES,
    /** What an intermediary has to do. */
    DUTIES,
    /** Slow clients; Weir only. */
    SLOW("slowhttptest");

    private final List<String> packages;

    Suite(String... packages) {
        this.packages = List.of(packages);
    }

    /** The Debian packages that it needs. */
    List<String> packages() {
        return packages;
    }

    static Optional<Suite> byName(String name) {
        return Stream.of(values()).filter(suite -> suite.word().equals(name)).findFirst();
    }

    static List<String> names() {
        return Stream.of(values()).map(Suite::word).toList();
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
