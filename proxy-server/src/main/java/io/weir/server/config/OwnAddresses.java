package io.weir.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether addresses of servers lead back to this process. Lists the interfaces of the machine at most once. Not thread-safe. */
final class OwnAddresses {

    // A configuration may have thousands of servers with the port of a listener, and each listing is several system
    // calls.
    private Optional<Set<InetAddress>> ofInterfaces = Optional.empty();

    /**
     * Whether a connection to {@code server} from this machine leads to what listens on {@code bind}. Of names, {@code localhost} is known; others are
     * not looked up.
     */
    boolean isReachedAt(InetSocketAddress bind, InetSocketAddress server) {
        if (bind.getPort() == 0 || server.getPort() != bind.getPort()) {
            return false;
        }
        if (server.isUnresolved()) {
            InetAddress bound = bind.getAddress();
            return isLocalhost(server.getHostString()) && (bound.isAnyLocalAddress() || bound.isLoopbackAddress());
        }
        InetAddress to = server.getAddress();
        return bind.getAddress().isAnyLocalAddress() ? isOfThisMachine(to) : isSame(bind.getAddress(), to);
    }

    // RFC 6761 6.3: names below localhost are the loopback interface too.
    private static boolean isLocalhost(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }

    // The unspecified address, as the address of a server, is this machine's loopback.
    private static boolean isSame(InetAddress bound, InetAddress to) {
        return bound.equals(to) || (to.isAnyLocalAddress() && bound.isLoopbackAddress());
    }

    private boolean isOfThisMachine(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || ofInterfaces().contains(address);
    }

    private Set<InetAddress> ofInterfaces() {
        Set<InetAddress> known = ofInterfaces.orElseGet(OwnAddresses::list);
        ofInterfaces = Optional.of(known);
        return known;
    }

    private static Set<InetAddress> list() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            // The interfaces of this machine cannot be listed: their addresses count as another machine's.
            return Set.of();
        }
    }
}
