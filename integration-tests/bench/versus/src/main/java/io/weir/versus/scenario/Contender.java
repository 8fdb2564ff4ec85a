package io.weir.versus.scenario;

import io.weir.versus.proxy.ProxyKind;
import io.weir.versus.proxy.Variant;

/**
 * Who takes part in a scenario.
 *
 * @param name in the table
 * @param pinned whether it has a core of its own; else it may run on all of them
 */
record Contender(String name, ProxyKind kind, Variant variant, boolean pinned) {}
