package io.weir.settings;

import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.TrustedPeers;

/**
 * Who the clients of a listener are, and what servers are told of them.
 *
 * @param trusted peers that are believed when they speak for others
 * @param forwarded fields in which servers are told
 * @param proxyProtocol whether connections begin with a header of PROXY protocol, which only trusted peers may send
 */
public record ClientSettings(TrustedPeers trusted, ForwardedMode forwarded, boolean proxyProtocol) {

    /** Every peer is a client of its own. */
    public static final ClientSettings DEFAULT =
            new ClientSettings(TrustedPeers.NONE, ForwardedMode.X_FORWARDED, false);
}
