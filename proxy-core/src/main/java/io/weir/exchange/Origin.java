package io.weir.exchange;

import io.weir.forwarded.Forwarding;
import java.net.InetSocketAddress;

/**
 * Where an exchange comes from. The same for all exchanges of a stream.
 *
 * @param session number of the session, unique in the process
 * @param peer address of the other end of the front connection
 * @param front the client's side
 * @param listener where its client has connected
 * @param forwarding what is known of the client
 */
public record Origin(
        long session, InetSocketAddress peer, FrontStream front, Listener listener, Forwarding forwarding) {}
