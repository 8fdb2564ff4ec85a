package io.weir.backend;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The addresses that names of servers had when they were looked up: {@link NameLookup}. Immutable. */
public final class Addresses {

    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);

    private final Map<String, List<InetAddress>> byName;

    Addresses(Map<String, List<InetAddress>> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** Whether a server that is given by this name or address has an address. */
    public boolean has(InetSocketAddress given) {
        return !given.isUnresolved()
                || !byName.getOrDefault(given.getHostString(), List.of()).isEmpty();
    }

    /**
     * The address of a server that is given by name or address. Of several addresses {@code present} is kept if it is still one of them, so that a
     * reload does not move the traffic whenever they are told in another order; it is also kept where the name is unknown at the moment.
     *
     * @param server its name with that of its backend, for the log
     * @param present its address so far
     * @return unresolved if the name is unknown
     */
    InetSocketAddress find(String server, InetSocketAddress given, Optional<InetSocketAddress> present) {
        if (!given.isUnresolved()) {
            return given;
        }
        List<InetAddress> found = byName.getOrDefault(given.getHostString(), List.of());
        if (found.isEmpty()) {
            LOG.warn("event=unknown-server-name server={} name=\"{}\"", server, given.getHostString());
            return present.orElse(given);
        }
        return present.filter(known -> found.contains(known.getAddress()))
                .orElseGet(() -> new InetSocketAddress(found.get(0), given.getPort()));
    }
}
