package io.weir.stall.measure;

import java.util.Optional;

/**
 * What was read at one moment.
 *
 * @param residentBytes of the proxy, all its processes together
 * @param tcpBytes of all sockets of the machine
 * @param cgroupBytes in use in the proxy's cgroup, sockets included; 0 without one
 * @param pool Weir's pool; empty for others, and when there was no answer
 */
public record Sample(long residentBytes, long tcpBytes, long cgroupBytes, Optional<PoolLevels> pool) {}
