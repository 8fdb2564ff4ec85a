package io.weir.session;

import io.weir.http.Upgrades;
import io.weir.route.RouteTable;
import java.util.List;

/**
 * What one listener offers.
 *
 * @param listener its name
 * @param protocol what its clients speak
 * @param routes which rule a request matches
 * @param destinations where each rule leads, in the order of the rules
 * @param upgrades what its clients may change to
 * @param clients who its clients are
 */
public record Service(
        String listener,
        Protocol protocol,
        RouteTable routes,
        List<Destination> destinations,
        Upgrades upgrades,
        ClientSettings clients) {

    public Service {
        destinations = List.copyOf(destinations);
    }
}
