package io.weir.connection;

import java.net.InetSocketAddress;

/** A connection of a client. Confined to the event loop of its session. */
public interface FrontConnection extends Connection {

    /** Address of the other side. */
    InetSocketAddress remoteAddress();

    /** The other side speaks for a client at {@code source}, which has connected to {@code destination}. */
    void speaksFor(InetSocketAddress source, InetSocketAddress destination);

    /** Address of the client: that of the other side, unless a header of PROXY protocol has told another. */
    InetSocketAddress clientAddress();

    /** Address that the client connected to: ours, unless a header of PROXY protocol has told another. */
    InetSocketAddress calledAddress();
}
