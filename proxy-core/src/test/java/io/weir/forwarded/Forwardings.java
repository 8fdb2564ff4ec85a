package io.weir.forwarded;

import io.weir.http.Scheme;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/** Forwarding of connections as tests have them. */
public final class Forwardings {

    private Forwardings() {}

    /** Of a connection from 192.0.2.1, which is not trusted, to port 80. */
    public static Forwarding of(ForwardedMode mode) {
        return new Forwarding(mode, TrustedPeers.NONE, new InetSocketAddress("192.0.2.1", 1234), Scheme.HTTP, 80);
    }

    /** Trusts these networks. */
    public static TrustedPeers trusting(String... networks) {
        List<Network> parsed = Stream.of(networks)
                .map(network -> Network.parse(network).orElseThrow())
                .toList();
        return new TrustedPeers(parsed);
    }
}
