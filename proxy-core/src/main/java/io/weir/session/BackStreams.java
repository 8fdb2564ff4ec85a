package io.weir.session;

/** Makes the server's side of exchanges, for the version of HTTP that servers speak. Any thread. */
@FunctionalInterface
public interface BackStreams {

    /** The server's side of an exchange, which is used for one connection after the other. */
    BackStream open(Exchange exchange, LoopServices loop);
}
