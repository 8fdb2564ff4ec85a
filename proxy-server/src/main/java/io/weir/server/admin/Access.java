package io.weir.server.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.weir.server.access.Role;
import io.weir.server.config.AdminSettings;
import java.util.List;
import java.util.Optional;

/** Who may ask the admin listener for what. Immutable; a reload puts another in its place. */
final class Access {

    private static final String SCHEME = "Bearer ";

    private final AdminSettings settings;
    private final HostPolicy hosts;

    Access(AdminSettings settings) {
        this.settings = settings;
        this.hosts = new HostPolicy(settings.hosts());
    }

    /** The names in {@code Host} and {@code Origin}. */
    HostPolicy hosts() {
        return hosts;
    }

    /** Whether a target needs no token to be read. */
    boolean isOpen(String target) {
        boolean isHealth = Pages.tellsOnlyHealth(target) && settings.open().contains(AdminSettings.Open.HEALTH);
        boolean isMetrics = Pages.isMetrics(target) && settings.open().contains(AdminSettings.Open.METRICS);
        return settings.tokens().read().isEmpty() || isHealth || isMetrics;
    }

    /** Whether a caller that came this way can have a role that includes {@code needed} at all, whatever it presents. */
    boolean isConfigured(Role needed, Peer peer) {
        boolean isReader = needed == Role.READ && settings.tokens().read().isPresent();
        return isReader
                || peer.way() == Peer.Way.SOCKET
                || settings.tokens().write().isPresent();
    }

    /** The role of a caller; empty if it has none. */
    Optional<Role> role(HttpHeaders fields, Peer peer) {
        if (peer.way() == Peer.Way.SOCKET) {
            return Optional.of(Role.WRITE);
        }
        List<String> presented = fields.getAll(HttpHeaderNames.AUTHORIZATION);
        // RFC 9110 11.1: the name of a scheme has no case.
        boolean isBearer = presented.size() == 1 && presented.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return settings.tokens()
                .roleOf(isBearer ? presented.get(0).substring(SCHEME.length()).strip() : "");
    }
}
