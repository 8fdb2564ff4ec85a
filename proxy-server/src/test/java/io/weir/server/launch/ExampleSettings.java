package io.weir.server.launch;

import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.route.RouteSettings;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Settings that tests change. */
public final class ExampleSettings {

    private ExampleSettings() {}

    /** A listener {@code web} on a free port of the loopback interface, and a backend {@code shop} that nobody serves. */
    public static WeirSettings weir() {
        return weir(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
    }

    /** The same with the address of its server {@code one}. */
    public static WeirSettings weir(InetSocketAddress server) {
        return WeirSettings.of(
                List.of(new ListenerSettings(
                        "web",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Protocol.HTTP,
                        List.of(RouteSettings.everything("shop")))),
                List.of(new BackendSettings("shop", List.of(ServerSettings.of("one", server)))));
    }
}
