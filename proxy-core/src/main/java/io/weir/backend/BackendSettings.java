package io.weir.backend;

import java.util.List;

/**
 * What is configured of one backend.
 *
 * @param name unique among the backends
 * @param servers at least one, with distinct names
 * @param proxyProtocol how they are told of the client before the first byte; if they are, no connection is used for two exchanges
 * @param reuse whose exchanges may follow each other on one connection
 */
public record BackendSettings(String name, List<ServerSettings> servers, ProxyProtocol proxyProtocol, Reuse reuse) {

    /** A backend whose servers are told nothing before the first byte. */
    public BackendSettings(String name, List<ServerSettings> servers) {
        this(name, servers, ProxyProtocol.OFF, Reuse.SHARED);
    }

    public BackendSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: none (expected: at least one) in backend " + name);
        }
        if (servers.stream().map(ServerSettings::name).distinct().count() != servers.size()) {
            throw new IllegalArgumentException("servers: a name twice (expected: distinct names) in backend " + name);
        }
    }
}
