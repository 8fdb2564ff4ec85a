package io.weir.server.metrics;

import io.weir.ServerStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * The level of one server by name. While a reload moves it to another address there are two servers of that name, one in service and one that leaves:
 * what they have is added up, what they may have is that of the one in service.
 *
 * @param active exchanges that it has
 * @param limit most exchanges that it may have
 * @param idle open connections that wait for reuse
 * @param bound open connections that wait for the next request of their client
 * @param unsolicited times that it sent bytes that answer no request, also at addresses that it had before; never falls
 * @param weight its share of the traffic; 0 if it only leaves
 */
record ServerLevel(long active, double limit, long idle, long bound, long unsolicited, int weight) {

    /** The level of a server that is in no generation in use. */
    static final ServerLevel NONE = new ServerLevel(0, 0, 0, 0, 0, 0);

    /**
     * A server's.
     *
     * @param named all of that name, at least one
     */
    static ServerLevel of(List<ServerStatus> named, long unsolicited) {
        Optional<ServerStatus> inService =
                named.stream().filter(ServerStatus::inService).findFirst();
        return new ServerLevel(
                sum(named, ServerStatus::active),
                limit(inService.orElse(named.get(0))),
                sum(named, ServerStatus::idle),
                sum(named, ServerStatus::bound),
                unsolicited,
                inService.map(ServerStatus::weight).orElse(0));
    }

    private static long sum(List<ServerStatus> named, ToLongFunction<ServerStatus> value) {
        return named.stream().mapToLong(value).sum();
    }

    private static double limit(ServerStatus server) {
        return server.maxConnections() == 0 ? Double.POSITIVE_INFINITY : server.maxConnections();
    }
}
