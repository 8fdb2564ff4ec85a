package io.weir.backend;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the addresses of servers that are given by name. Waits for the answer, so it is asked at start and by a reload, and not by an event loop. */
final class Addresses {

    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    private Addresses() {}

    /**
     * The address of a server that is given by name or address. Of several addresses {@code present} is kept if it is still one of them, so that a
     * reload does not move the traffic whenever they are told in another order; it is also kept where the name is unknown at the moment.
     *
     * @param server its name with that of its backend, for the log
     * @param present its address so far
     * @return unresolved if the name is unknown
     */
    static InetSocketAddress find(String server, InetSocketAddress given, Optional<InetSocketAddress> present) {
        if (!given.isUnresolved()) {
            return given;
        }
        List<InetAddress> found = lookUp(given.getHostString());
        if (found.isEmpty()) {
            LOG.warn("event=unknown-server-name server={} name=\"{}\"", server, given.getHostString());
            return present.orElse(given);
        }
        return present.filter(known -> found.contains(known.getAddress()))
                .orElseGet(() -> new InetSocketAddress(found.get(0), given.getPort()));
    }

    private static List<InetAddress> lookUp(String name) {
        try {
            return Arrays.asList(InetAddress.getAllByName(name));
        } catch (UnknownHostException unknown) {
            return List.of();
        }
    }
}
