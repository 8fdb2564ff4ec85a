package io.weir.server.admin;

import io.weir.server.access.Role;

/**
 * A request for a {@link Write} that has passed every check of the admin listener.
 *
 * @param path the path of the write
 * @param caller its address, or {@code unix}, for logs
 * @param role the role of the caller
 * @param body meant to be JSON, which only the handler checks; perhaps empty
 */
public record WriteRequest(String path, String caller, Role role, String body) {}
