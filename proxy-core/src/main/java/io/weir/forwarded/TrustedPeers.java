package io.weir.forwarded;

import java.net.InetAddress;
import java.util.List;

/**
 * Who is believed when it tells for whom it speaks: proxies and load balancers in front of Weir. Immutable.
 *
 * @param networks their addresses
 */
public record TrustedPeers(List<Network> networks) {

    /** Nobody is believed. */
    public static final TrustedPeers NONE = new TrustedPeers(List.of());

    public TrustedPeers {
        networks = List.copyOf(networks);
    }

    /** Whether the peer at this address is believed. */
    public boolean contains(InetAddress peer) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] bytes = peer.getAddress();
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }
}
