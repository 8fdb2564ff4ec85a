package io.weir.settings;

import io.weir.route.RouteSettings;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * What is configured of one listener.
 *
 * @param name unique among the listeners
 * @param bind address to listen on; port 0 takes a free one, which {@code Weir.address(name)} tells
 * @param protocol what its clients speak
 * @param routes where requests go; for TCP exactly one, which matches everything
 * @param upgrades protocols that HTTP clients may change to, such as {@code websocket}
 * @param clients who its clients are
 */
public record ListenerSettings(
        String name,
        InetSocketAddress bind,
        Protocol protocol,
        List<RouteSettings> routes,
        List<String> upgrades,
        ClientSettings clients) {

    /** The protocols that clients may change to where nothing is said. */
    public static final List<String> DEFAULT_UPGRADES = List.of("websocket");

    /** A listener whose clients may change to what they may by default. */
    public ListenerSettings(String name, InetSocketAddress bind, Protocol protocol, List<RouteSettings> routes) {
        this(name, bind, protocol, routes, DEFAULT_UPGRADES, ClientSettings.DEFAULT);
    }

    public ListenerSettings {
        routes = List.copyOf(routes);
        upgrades = List.copyOf(upgrades);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("routes: none (expected: at least one) in listener " + name);
        }
        if (protocol == Protocol.TCP && (routes.size() > 1 || !routes.get(0).isEverything())) {
            throw new IllegalArgumentException(
                    "routes: (expected: one backend for a TCP listener) in listener " + name);
        }
    }
}
