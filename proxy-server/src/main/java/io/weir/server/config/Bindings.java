package io.weir.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

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

    /** Whether a connection to {@code server} from this machine leads to what listens on {@code bind}, as far as the addresses tell. */
    static boolean isReachedAt(InetSocketAddress bind, InetSocketAddress server) {
        if (server.isUnresolved() || bind.getPort() == 0 || server.getPort() != bind.getPort()) {
            return false;
        }
        InetAddress to = server.getAddress();
        return bind.getAddress().isAnyLocalAddress() ? isOfThisMachine(to) : isSame(bind.getAddress(), to);
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
            // The addresses of this machine are not to be known.
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
