package io.weir.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The addresses that listeners take, so that none is taken twice. */
final class Bindings {

    private record Claim(String path, InetSocketAddress address) {

        boolean clashesWith(InetSocketAddress other) {
            return address.getPort() != 0
                    && address.getPort() == other.getPort()
                    && (address.equals(other) || isEverywhere(address) || isEverywhere(other));
        }

        private static boolean isEverywhere(InetSocketAddress address) {
            return address.getAddress().isAnyLocalAddress();
        }
    }

    private final List<Claim> claims = new ArrayList<>();

    /**
     * Whether a connection to {@code server} from this machine leads to what listens on {@code bind}. Of names, {@code localhost} is known; others are
     * not looked up.
     */
    static boolean isReachedAt(InetSocketAddress bind, InetSocketAddress server) {
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

    private static boolean isOfThisMachine(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress()) {
            return true;
        }
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            // The interfaces of this machine cannot be listed: the address counts as another machine's.
            return false;
        }
    }

    /** Takes the address, which is resolved, for the key of the section; if it is taken, that is noted. */
    void claim(Section section, Key<?> key, InetSocketAddress address) {
        claims.stream()
                .filter(claim -> claim.clashesWith(address))
                .findFirst()
                .ifPresent(claim -> section.refuse(key, "an address that " + claim.path() + " has not taken"));
        claims.add(new Claim(section.pathOf(key.name()), address));
    }
}
