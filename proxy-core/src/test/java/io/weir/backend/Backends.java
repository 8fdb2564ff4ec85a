package io.weir.backend;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Backends for tests. Nobody connects to their servers. */
final class Backends {

    static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9000);

    private Backends() {}

    /** One server of weight 1 for each limit. */
    static Backend of(int... limits) {
        List<ServerSettings> servers = new ArrayList<>();
        for (int limit : limits) {
            servers.add(new ServerSettings("s" + servers.size(), ADDRESS, 1, limit));
        }
        return new Backend(new BackendSettings("shop", servers));
    }

    /** As {@link #of(int...)}, with every slot taken. */
    static Backend full(int... limits) {
        Backend backend = of(limits);
        for (Server server : backend.servers()) {
            while (server.active() < server.maxConnections()) {
                server.tryTakeSlot();
            }
        }
        return backend;
    }
}
