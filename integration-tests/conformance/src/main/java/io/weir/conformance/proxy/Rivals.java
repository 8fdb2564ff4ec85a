package io.weir.conformance.proxy;

import java.util.List;
import java.util.Optional;

/** All proxies that can be put under test. */
public final class Rivals {

    private static final List<Rival> ALL = List.of(new WeirRival(""), new HaProxyRival(), new NginxRival());

    private Rivals() {}

    /** The one of that name. */
    public static Optional<Rival> byName(String name) {
        return ALL.stream().filter(rival -> rival.name().equals(name)).findFirst();
    }

    /** Weir with more lines for its configuration, within the block {@code weir}. */
    public static Rival weirWith(String more) {
        return new WeirRival(more);
    }

    /** The names of all. */
    public static List<String> names() {
        return ALL.stream().map(Rival::name).toList();
    }
}
