package io.weir;

import java.net.InetSocketAddress;

/**
 * What one server is doing.
 *
 * @param backend name of its backend
 * @param name name of the server
 * @param address where it is
 * @param inService whether the present configuration has it: another takes nothing new, and finishes what it has
 * @param weight its share of the traffic
 * @param active exchanges that it has now
 * @param maxConnections most exchanges that it may have; 0 means no limit
 * @param waiting exchanges that wait for a slot of any server of its backend
 * @param idle open connections that wait for reuse
 * @param bound open connections that belong to one front connection each and wait for its next exchange
 * @param unsolicited times that it sent bytes that answer no request, soon after a response, since start
 */
public record ServerStatus(
        String backend,
        String name,
        InetSocketAddress address,
        boolean inService,
        int weight,
        int active,
        int maxConnections,
        int waiting,
        int idle,
        int bound,
        long unsolicited) {}
