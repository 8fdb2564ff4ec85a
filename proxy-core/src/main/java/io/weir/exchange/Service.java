package io.weir.exchange;

import io.weir.http.Head;
import io.weir.http.Upgrades;
import io.weir.route.RouteTable;
import io.weir.settings.ClientSettings;
import io.weir.settings.Protocol;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one listener offers.
 *
 * @param listener its name
 * @param protocol what its clients speak
 * @param table which rule a request falls under
 * @param routes what becomes of its requests, for each rule in the order of the table
 * @param upgrades what its clients may change to
 * @param clients who its clients are
 */
public record Service(
        String listener,
        Protocol protocol,
        RouteTable table,
        List<Route> routes,
        Upgrades upgrades,
        ClientSettings clients) {

    public Service {
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
