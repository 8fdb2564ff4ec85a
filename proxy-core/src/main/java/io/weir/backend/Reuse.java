package io.weir.backend;

/** Whose exchanges may follow each other on one connection to a server of a backend. */
public enum Reuse {
    /** Anybody's, unless a client has logged the connection in. */
    SHARED,
    /** Those of one front connection. */
    SESSION,
    /** Nobody's: each exchange has a connection of its own. */
    NEVER
}
