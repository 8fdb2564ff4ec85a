package io.weir.server.config;

import java.net.InetSocketAddress;
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

    /** Takes the address, which is resolved, for the key of the section; if it is taken, that is noted. */
    void claim(Section section, Key<?> key, InetSocketAddress address) {
        claims.stream()
                .filter(claim -> claim.clashesWith(address))
                .findFirst()
                .ifPresent(claim -> section.refuse(key, "an address that " + claim.path() + " has not taken"));
        claims.add(new Claim(section.pathOf(key.name()), address));
    }
}
