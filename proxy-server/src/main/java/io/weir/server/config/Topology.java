package io.weir.server.config;

import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.route.RouteSettings;
import io.weir.session.ClientSettings;
import io.weir.session.Protocol;
import io.weir.transport.ListenerSettings;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who talks to whom: listeners, routes, backends and servers. What is wrong is left out, and noted. */
final class Topology {

    private final List<ListenerSettings> listeners = new ArrayList<>();
    private final List<BackendSettings> backends = new ArrayList<>();
    private final Bindings bindings = new Bindings();
    private final BackendNames names;

    private Topology(BackendNames names) {
        this.names = names;
    }

    static Topology read(Section weir) {
        List<Section> backendSections = weir.blocks("backends");
        List<Section> listenerSections = weir.blocks("listeners");
        Topology topology = new Topology(new BackendNames(backendSections));
        if (listenerSections.isEmpty()) {
            weir.refuse(
                    "listeners",
                    "none",
                    "at least one block, such as listeners.web { bind = \":8080\", backend = NAME }");
        }
        if (backendSections.isEmpty()) {
            weir.refuse(
                    "backends",
                    "none",
                    "at least one block, such as backends.NAME.servers.one.address = \"127.0.0.1:9000\"");
        }
        listenerSections.forEach(section -> topology.listener(section).ifPresent(topology.listeners::add));
        backendSections.forEach(section -> topology.backend(section).ifPresent(topology.backends::add));
        topology.names.warnOfUnused();
        return topology;
    }

    List<ListenerSettings> listeners() {
        return listeners;
    }

    List<BackendSettings> backends() {
        return backends;
    }

    Bindings bindings() {
        return bindings;
    }

    private Optional<ListenerSettings> listener(Section section) {
        Optional<InetSocketAddress> bind = section.required(Keys.BIND);
        bind.ifPresent(address -> bindings.claim(section, Keys.BIND, address));
        Protocol protocol = section.value(Keys.PROTOCOL);
        List<String> upgrades = section.value(Keys.UPGRADES);
        ClientSettings clients = new ClientSettings(section.value(Keys.TRUSTED), section.value(Keys.FORWARDED));
        if (protocol == Protocol.TCP) {
            refuseWhatIsForHttp(section);
        }
        List<RouteSettings> routes = routes(section, protocol);
        return bind.filter(address -> !routes.isEmpty())
                .map(address -> new ListenerSettings(section.name(), address, protocol, routes, upgrades, clients));
    }

    private static void refuseWhatIsForHttp(Section section) {
        for (Key<?> key : List.of(Keys.FORWARDED, Keys.TRUSTED, Keys.UPGRADES)) {
            if (section.has(key)) {
                section.refuse(key, "protocol = http, because TCP passes everything as it is");
            }
        }
    }

    private List<RouteSettings> routes(Section section, Protocol protocol) {
        List<RouteSettings> routes =
                present(section.elements(Keys.ROUTES).stream().map(this::route).toList());
        Optional<RouteSettings> everything =
                backendOf(section, Keys.LISTENER_BACKEND).map(RouteSettings::everything);
        if (section.has(Keys.ROUTES) == section.has(Keys.LISTENER_BACKEND)) {
            section.refuse(
                    section.has(Keys.ROUTES) ? "both backend and routes" : "neither backend nor routes",
                    "one of backend and routes");
        }
        if (section.has(Keys.ROUTES) && protocol == Protocol.TCP) {
            section.refuse(Keys.ROUTES, "backend, because nothing of TCP is parsed that a route could match");
            return List.of();
        }
        warnOfUnreachable(section, routes);
        return everything.map(List::of).orElse(routes);
    }

    private static void warnOfUnreachable(Section section, List<RouteSettings> routes) {
        Set<String> seen = new HashSet<>();
        for (RouteSettings route : routes) {
            if (!seen.add(route.host() + route.pathPrefix())) {
                section.warn(
                        "two routes for host \"" + (route.host().isEmpty() ? "*" : route.host()) + "\" and path "
                                + route.pathPrefix(),
                        "one, because the second is never reached");
            }
        }
    }

    private Optional<RouteSettings> route(Section section) {
        String host = section.value(Keys.ROUTE_HOST);
        String path = section.value(Keys.ROUTE_PATH);
        if (!section.has(Keys.ROUTE_BACKEND)) {
            section.required(Keys.ROUTE_BACKEND);
        }
        return backendOf(section, Keys.ROUTE_BACKEND).map(backend -> new RouteSettings(host, path, backend));
    }

    private Optional<String> backendOf(Section section, Key<String> key) {
        return section.optional(key).filter(name -> names.use(section, key, name));
    }

    private Optional<BackendSettings> backend(Section section) {
        List<Section> serverSections = section.blocks("servers");
        List<ServerSettings> servers =
                present(serverSections.stream().map(Topology::server).toList());
        if (serverSections.isEmpty()) {
            section.refuse("servers", "none", "at least one block, such as servers.one.address = \"127.0.0.1:9000\"");
        } else if (servers.size() == serverSections.size()
                && servers.stream().allMatch(server -> server.weight() == 0)) {
            section.warn("all weights are 0", "one above 0, or the backend takes no traffic");
        }
        return servers.isEmpty() ? Optional.empty() : Optional.of(new BackendSettings(section.name(), servers));
    }

    private static Optional<ServerSettings> server(Section section) {
        Optional<InetSocketAddress> address = section.required(Keys.ADDRESS);
        int weight = section.value(Keys.WEIGHT);
        int maxConnections = section.value(Keys.MAX_CONNECTIONS);
        return address.map(known -> new ServerSettings(section.name(), known, weight, maxConnections));
    }

    private static <T> List<T> present(List<Optional<T>> values) {
        return values.stream().flatMap(Optional::stream).toList();
    }
}
