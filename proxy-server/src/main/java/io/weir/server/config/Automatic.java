package io.weir.server.config;

/** What a configuration may leave to the program, which works it out from the memory there is. */
public enum Automatic {
    /** {@code weir.buffers.count = auto}. */
    BUFFER_COUNT,
    /** {@code weir.limits.connections = auto}. */
    CONNECTIONS,
    /** {@code weir.sockets.memory = auto}. */
    SOCKET_MEMORY,
    /** {@code weir.sockets.backlog = auto}. */
    BACKLOG,
    /** {@code weir.limits.generations = auto}. */
    GENERATIONS
}
