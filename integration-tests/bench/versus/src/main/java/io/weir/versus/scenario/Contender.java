package io.weir.versus.scenario;

import io.weir.versus.proxy.ProxyKind;
import io.weir.versus.proxy.Variant;

/**
 * Who takes part in a scenario.
 *
 * @param name in the table
 */
record Contender(String name, ProxyKind kind, Variant variant) {}
