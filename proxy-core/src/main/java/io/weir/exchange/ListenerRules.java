package io.weir.exchange;

import io.weir.http.Head;
import io.weir.http.Upgrades;
import io.weir.route.RouteTable;
import io.weir.settings.ClientSettings;
import io.weir.settings.Protocol;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The rules by which one listener serves its clients. Immutable.
 *
 * @param listener name of the listener
 * @param protocol spoken by its clients
 * @param table finds the rule that a request falls under
 * @param routes what becomes of requests, for each rule in the order of the table
 * @param upgrades protocols that clients may change to
 * @param clients which peers are believed, and what servers are told of clients
 */
public record ListenerRules(
        String listener,
        Protocol protocol,
        RouteTable table,
        List<Route> routes,
        Upgrades upgrades,
        ClientSettings clients) {

    public ListenerRules {
        routes = List.copyOf(routes);
    }

    /** What becomes of a request whose path is normal. Borrows its bytes. */
    Route route(Head request, ByteBuffer bytes) {
        int place = table.match(request, bytes);
        return place == RouteTable.NO_ROUTE ? Route.NONE : routes.get(place);
    }

    /** Where everything goes: of a listener that looks at no request. */
    public Destination everything() {
        if (routes.get(0).target() instanceof Destination destination) {
            return destination;
        }
        throw new IllegalStateException("listener " + listener + ": no backend (expected: one for everything)");
    }
}
