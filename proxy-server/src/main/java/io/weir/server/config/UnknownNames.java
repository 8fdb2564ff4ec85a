package io.weir.server.config;

import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** Names of servers that nothing resolves on this machine. */
public final class UnknownNames {

    private UnknownNames() {}

    /** A warning for each of them. Asks the resolver of the machine for every name, and waits for its answers. */
    public static List<String> in(WeirSettings settings) {
        return settings.backends().stream().flatMap(UnknownNames::of).toList();
    }

    private static Stream<String> of(BackendSettings backend) {
        return backend.servers().stream()
                .filter(server -> isUnknown(server.address()))
                .map(server -> warning(backend, server));
    }

    private static boolean isUnknown(InetSocketAddress address) {
        return address.isUnresolved()
                && new InetSocketAddress(address.getHostString(), address.getPort()).isUnresolved();
    }

    private static String warning(BackendSettings backend, ServerSettings server) {
        return "weir.backends." + backend.name() + ".servers." + server.name() + ".address: "
                + server.address().getHostString()
                + ": unknown here (expected: a name that DNS or the hosts file resolves when Weir starts or reloads; until then"
                + " requests for this server end with unknown-server-name, unless it has an address already)";
    }
}
