package io.weir.server.config;

import io.weir.WeirSettings;
import io.weir.backend.Addresses;
import io.weir.backend.BackendSettings;
import io.weir.backend.NameLookup;
import io.weir.backend.ServerSettings;
import java.util.List;

/** Names of servers that nothing resolves on this machine. */
public final class UnknownNames {

    private UnknownNames() {}

    /** A warning for each of them. Asks the name service of the machine, and waits for its answers, but no longer than a reload does. */
    public static List<String> in(WeirSettings settings) {
        List<ServerSettings> servers = settings.backends().stream()
                .flatMap(backend -> backend.servers().stream())
                .toList();
        Addresses known = NameLookup.SYSTEM.find(servers);
        return settings.backends().stream()
                .flatMap(backend -> backend.servers().stream()
                        .filter(server -> !known.has(server.address()))
                        .map(server -> warning(backend, server)))
                .toList();
    }

    private static String warning(BackendSettings backend, ServerSettings server) {
        return "weir.backends." + backend.name() + ".servers." + server.name() + ".address: "
                + server.address().getHostString()
                + ": unknown here (expected: a name that DNS or the hosts file resolves when Weir starts or reloads; until then"
                + " requests for this server end with unknown-server-name, unless it has an address already)";
    }
}
