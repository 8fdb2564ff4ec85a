package io.weir.connection;

/** Opens the front connection of a session, which is told its events. */
@FunctionalInterface
public interface PeerFactory {

    /** The connection, of which no event has been told yet. */
    Peer open(PeerEvents events);
}
