package io.weir.exchange;

import io.weir.backend.Backend;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.balance.BalancingPolicy;

/**
 * Where a route leads.
 *
 * @param backend the servers
 * @param policy the choice among them
 * @param proxyProtocol how servers are told of the client before the first byte
 * @param reuse whose exchanges may follow each other on one connection; {@code NEVER} where servers are told of the client
 */
public record Destination(Backend backend, BalancingPolicy policy, ProxyProtocol proxyProtocol, Reuse reuse)
        implements Route.Target {

    public Destination {
        reuse = proxyProtocol == ProxyProtocol.OFF ? reuse : Reuse.NEVER;
    }

    /** A backend whose servers are told nothing before the first byte, and whose connections all clients share. */
    public Destination(Backend backend, BalancingPolicy policy) {
        this(backend, policy, ProxyProtocol.OFF, Reuse.SHARED);
    }
}
