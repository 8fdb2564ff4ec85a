package io.weir.server.metrics;

import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.settings.ListenerSettings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names in one configuration, or in several.
 *
 * @param backendsByListener the backends that the routes of each listener lead to
 * @param serversByBackend the servers of each backend
 */
record Configured(Map<String, Set<String>> backendsByListener, Map<String, Set<String>> serversByBackend) {

    static Configured by(WeirSettings settings) {
        return new Configured(
                settings.listeners().stream()
                        .collect(Collectors.toUnmodifiableMap(ListenerSettings::name, Configured::reached)),
                settings.backends().stream()
                        .collect(Collectors.toUnmodifiableMap(BackendSettings::name, Configured::servers)));
    }

    /** The names in any of them. */
    static Configured union(Collection<Configured> several) {
        Map<String, Set<String>> listeners = new HashMap<>();
        Map<String, Set<String>> backends = new HashMap<>();
        for (Configured one : several) {
            add(one.backendsByListener(), listeners);
            add(one.serversByBackend(), backends);
        }
        return new Configured(listeners, backends);
    }

    private static void add(Map<String, Set<String>> some, Map<String, Set<String>> all) {
        some.forEach((name, names) ->
                all.computeIfAbsent(name, unseen -> new HashSet<>()).addAll(names));
    }

    /** The backends that the routes of {@code listener} lead to. */
    static Set<String> reached(ListenerSettings listener) {
        return listener.routes().stream()
                .flatMap(route -> route.backend().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> servers(BackendSettings backend) {
        return backend.servers().stream().map(ServerSettings::name).collect(Collectors.toUnmodifiableSet());
    }

    boolean hasListener(String name) {
        return backendsByListener.containsKey(name);
    }

    boolean hasBackend(String name) {
        return serversByBackend.containsKey(name);
    }

    boolean leads(String listener, String backend) {
        return backendsByListener.getOrDefault(listener, Set.of()).contains(backend);
    }

    boolean hasServer(String backend, String server) {
        return serversByBackend.getOrDefault(backend, Set.of()).contains(server);
    }
}
