package io.weir.server.config;

import io.weir.backend.BackendSettings;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.ServerSettings;
import io.weir.route.RouteSettings;
import io.weir.settings.ClientSettings;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who talks to whom: listeners, routes, backends and servers. What is wrong is left out, and noted. */
final class Topology {

    private final List<ListenerSettings> listeners = new ArrayList<>();
    private final List<BackendSettings> backends = new ArrayList<>();
    private final List<ServerAddress> servers = new ArrayList<>();
    private final Bindings bindings = new Bindings();
    private final OwnAddresses own = new OwnAddresses();
    private final BackendNames names;
    private final int bufferSize;
    private final Expressions expressions;

    private record ServerAddress(Section section, InetSocketAddress address) {}

    private Topology(BackendNames names, int bufferSize, Expressions expressions) {
        this.names = names;
        this.bufferSize = bufferSize;
        this.expressions = expressions;
    }

    /**
     * Reads blocks of listeners and of backends.
     *
     * @param bufferSize in which heads have to find room
     * @param expressions compiles those of all routes
     */
    static Topology read(Section weir, int bufferSize, Expressions expressions) {
        List<Section> backendSections = weir.blocks("backends");
        List<Section> listenerSections = weir.blocks("listeners");
        Topology topology = new Topology(new BackendNames(backendSections), bufferSize, expressions);
        if (weir.isBlank("listeners")) {
            weir.refuse(
                    "listeners",
                    "none",
                    "at least one block, such as listeners.web { bind = \":8080\", backend = NAME }");
        }
        if (weir.isBlank("backends")) {
            weir.refuse(
                    "backends",
                    "none",
                    "at least one block, such as backends.NAME.servers.one.address = \"127.0.0.1:9000\"");
        }
        listenerSections.forEach(section -> topology.listener(section).ifPresent(topology.listeners::add));
        backendSections.forEach(section -> topology.backend(section).ifPresent(topology.backends::add));
        topology.names.warnOfUnused();
        topology.warnOfLoops();
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

    /**
     * Refuses servers that are the admin listener: by way of them, clients of the proxy would reach pages that are meant for the people who run it.
     */
    void refuseServersAt(InetSocketAddress admin) {
        servers.stream()
                .filter(server -> own.isReachedAt(admin, server.address()))
                .forEach(server -> server.section()
                        .refuse(Keys.ADDRESS, "a server, not weir.admin.bind, which clients must not reach"));
    }

    // Not refused: the routes of such a listener may all lead to other servers.
    private void warnOfLoops() {
        servers.forEach(server -> listeners.stream()
                .filter(listener -> own.isReachedAt(listener.bind(), server.address()))
                .findFirst()
                .ifPresent(listener -> server.section()
                        .warn(
                                Keys.ADDRESS,
                                "weir.listeners." + listener.name() + ", a listener of this Weir",
                                "another server; a request that comes back by its routes goes round in a loop, with more"
                                        + " connections each time")));
    }

    private Optional<ListenerSettings> listener(Section section) {
        Optional<InetSocketAddress> bind = section.required(Keys.BIND);
        bind.ifPresent(address -> bindings.claim(section, Keys.BIND, address));
        Protocol protocol = section.value(Keys.PROTOCOL);
        List<String> upgrades = section.value(Keys.UPGRADES);
        ClientSettings clients = clients(section);
        if (protocol == Protocol.TCP) {
            refuseWhatIsForHttp(section);
        }
        List<RouteSettings> routes = routes(section, protocol);
        return bind.filter(address -> !routes.isEmpty())
                .map(address -> new ListenerSettings(section.name(), address, protocol, routes, upgrades, clients));
    }

    private static ClientSettings clients(Section section) {
        ClientSettings clients = new ClientSettings(
                section.value(Keys.TRUSTED), section.value(Keys.FORWARDED), section.value(Keys.PROXY_PROTOCOL));
        if (clients.proxyProtocol() && clients.trusted().networks().isEmpty()) {
            section.refuse(
                    Keys.PROXY_PROTOCOL,
                    "off, or in trusted who may speak for others, because nobody else is accepted");
        }
        return clients;
    }

    private static void refuseWhatIsForHttp(Section section) {
        for (Key<?> key : List.of(Keys.FORWARDED, Keys.UPGRADES)) {
            if (section.has(key)) {
                section.refuse(key, "protocol = http, because TCP passes everything as it is");
            }
        }
    }

    private List<RouteSettings> routes(Section section, Protocol protocol) {
        RouteReader reader = new RouteReader(names, bufferSize, expressions);
        List<RouteSettings> routes =
                present(section.elements(Keys.ROUTES).stream().map(reader::read).toList());
        Optional<RouteSettings> everything =
                names.of(section, Keys.LISTENER_BACKEND).map(RouteSettings::everything);
        if (section.has(Keys.ROUTES) == section.has(Keys.LISTENER_BACKEND)) {
            section.refuse(
                    section.has(Keys.ROUTES) ? "both backend and routes" : "neither backend nor routes",
                    "one of backend and routes");
        }
        if (section.has(Keys.ROUTES) && protocol == Protocol.TCP) {
            section.refuse(Keys.ROUTES, "backend, because nothing of TCP is parsed that a route could match");
            return List.of();
        }
        RouteReader.warnOfUnreachable(section, routes);
        return everything.map(List::of).orElse(routes);
    }

    private Optional<BackendSettings> backend(Section section) {
        ProxyProtocol proxyProtocol = section.value(Keys.SENT_PROXY_PROTOCOL);
        Reuse reuse = section.value(Keys.REUSE);
        List<Section> serverSections = section.blocks("servers");
        List<ServerSettings> servers =
                present(serverSections.stream().map(this::server).toList());
        if (section.isBlank("servers")) {
            section.refuse("servers", "none", "at least one block, such as servers.one.address = \"127.0.0.1:9000\"");
        } else if (!servers.isEmpty()
                && servers.size() == serverSections.size()
                && servers.stream().allMatch(server -> server.weight() == 0)) {
            section.warn("all weights are 0", "one above 0, or the backend takes no traffic");
        }
        return servers.isEmpty()
                ? Optional.empty()
                : Optional.of(new BackendSettings(section.name(), servers, proxyProtocol, reuse));
    }

    private Optional<ServerSettings> server(Section section) {
        Optional<InetSocketAddress> address = section.required(Keys.ADDRESS);
        address.ifPresent(known -> servers.add(new ServerAddress(section, known)));
        int weight = section.value(Keys.WEIGHT);
        int maxConnections = section.value(Keys.MAX_CONNECTIONS);
        return address.map(known -> new ServerSettings(section.name(), known, weight, maxConnections));
    }

    private static <T> List<T> present(List<Optional<T>> values) {
        return values.stream().flatMap(Optional::stream).toList();
    }
}
