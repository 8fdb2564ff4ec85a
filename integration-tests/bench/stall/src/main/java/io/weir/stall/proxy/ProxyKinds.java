package io.weir.stall.proxy;

import java.util.List;
import java.util.Optional;

/** All proxies that can be put under test. */
public final class ProxyKinds {

    /** Those that are, unless others are asked for. */
    public static final List<String> DEFAULT = List.of("weir", "haproxy", "haproxy-limit", "nginx");

    private static final List<ProxyKind> ALL = List.of(
            new WeirProxy(),
            new HaProxy("haproxy", false),
            new HaProxy("haproxy-limit", true),
            new Nginx("nginx", true),
            new Nginx("nginx-roomy", false),
            new JvmPeer(PeerModule.COMMON, "undertow", "UndertowPeer"),
            new JvmPeer(PeerModule.COMMON, "vertx", "VertxPeer"),
            new JvmPeer(PeerModule.COMMON, "reactor-netty", "ReactorNettyPeer"),
            new JvmPeer(PeerModule.COMMON, "jetty", "JettyPeer"),
            new JvmPeer(PeerModule.SPRING, "spring-cloud-gateway", "spring.SpringCloudGatewayPeer"),
            new JvmPeer(PeerModule.HELIDON, "helidon", "helidon.HelidonPeer"));

    private ProxyKinds() {}

    /** The one of that name. */
    public static Optional<ProxyKind> byName(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** The names of all. */
    public static List<String> names() {
        return ALL.stream().map(ProxyKind::name).toList();
    }
}
