package io.weir.exchange;

import io.weir.backend.Backend;
import io.weir.balance.BalancingPolicy;

/**
 * Where a route leads.
 *
 * @param backend the servers
 * @param policy the choice among them
 */
public record Destination(Backend backend, BalancingPolicy policy) implements Route.Target {}
