package io.weir.versus.proxy;

import java.util.List;
import java.util.Optional;

/** All proxies that can be put under test. */
public final class ProxyKinds {

    /** Those that are, unless others are asked for. */
    public static final List<String> DEFAULT = List.of("weir", "haproxy", "nginx");

    /** The Weir of another build. */
    public static final String OTHER_BUILD = "weir-b";

    // Made by the script of the bench.
    private static final String TRIXIE = "integration-tests/bench/versus/target/trixie";

    private static final List<String> NAMES =
            List.of("weir", "weir-17", "weir-25", OTHER_BUILD, "haproxy", "nginx", "haproxy-trixie", "nginx-trixie");

    private ProxyKinds() {}

    /**
     * The one of that name.
     *
     * @param build of the Weirs
     * @param other that of the Weir of another build
     */
    public static Optional<ProxyKind> byName(String name, WeirBuild build, WeirBuild other) {
        return switch (name) {
            case "weir" -> Optional.of(new WeirProxy(name, build));
            case "weir-17" -> Optional.of(new WeirProxy(name, build, 17));
            case "weir-25" -> Optional.of(new WeirProxy(name, build, 25));
            case OTHER_BUILD -> Optional.of(new WeirProxy(name, other));
            case "haproxy" -> Optional.of(new HaProxy(name, Programs.INSTALLED));
            case "nginx" -> Optional.of(new Nginx(name, Programs.INSTALLED));
            case "haproxy-trixie" -> Optional.of(new HaProxy(name, trixie(build)));
            case "nginx-trixie" -> Optional.of(new Nginx(name, trixie(build)));
            default -> Optional.empty();
        };
    }

    private static Programs trixie(WeirBuild build) {
        return Programs.in(build.home().resolve(TRIXIE));
    }

    /** The names of all. */
    public static List<String> names() {
        return NAMES;
    }
}
