package io.weir.server.config;

import io.weir.server.access.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the admin listener is told beside its address. All of it but {@code socket} can be replaced while it runs.
 *
 * @param hosts names of the admin listener, beside localhost and addresses
 * @param socket path of the Unix socket on which it listens as well; empty for none
 * @param tokens the tokens that give callers a role
 * @param open pages that need no token though there is one for reading
 * @param shown the configuration, as {@code /config} shows it
 */
public record AdminSettings(
        List<String> hosts, Optional<Path> socket, Tokens tokens, Set<Open> open, ShownConfig shown) {

    /** Neither names, nor a socket, nor tokens. */
    public static final AdminSettings NONE = new AdminSettings(
            List.of(), Optional.empty(), Tokens.NONE, Set.of(Open.HEALTH, Open.METRICS), ShownConfig.EMPTY);

    /** Pages that may stay open. */
    public enum Open {
        /** {@code /health/live} and {@code /health/ready}. */
        HEALTH,
        /** {@code /metrics}. */
        METRICS
    }

    public AdminSettings {
        hosts = List.copyOf(hosts);
        open = Set.copyOf(open);
    }
}
