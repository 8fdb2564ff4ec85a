package io.weir.exchange;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The client of an exchange, as far as the search for a server needs it. Confined to the event loop of its session. */
interface ServedClient {

    /** Address that the client connected to. */
    InetSocketAddress calledAddress();

    /** The back connection that belongs to this client alone; null if there was never one. It may be idle, or in use. */
    @Nullable
    BoundBack boundBack();

    /** The place of the back connection that belongs to this client alone, made when it is asked for the first time. */
    BoundBack bindBack();
}
