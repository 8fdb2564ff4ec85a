package io.weir.server.admin;

import io.netty.util.NetUtil;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides which {@code Host} and {@code Origin} may see the pages of the admin listener.
 *
 * <p>A page of the web reaches a private address by giving its own name that address (DNS rebinding). The browser then sends the name of
 * that page, and takes the answer for the page's own. An address in {@code Host} cannot be rebound, so all addresses are allowed, and
 * of names only {@code localhost} and those that the configuration has.
 */
final class HostPolicy {

    // RFC 3986 3.2.2: a name or an address in brackets, and perhaps a port. Forgiving only where names of machines are:
    // the underscore.
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]+)(?::[0-9]{0,5})?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(?:\\.[a-z0-9_-]+)*");

    private static final String LOCALHOST = "localhost";
    private static final String BELOW_LOCALHOST = ".localhost";
    private static final Set<String> SCHEMES = Set.of("http://", "https://");

    private final Set<String> names;

    /** Allows these names, whatever the port and the case. */
    HostPolicy(List<String> names) {
        this.names = names.stream().map(HostPolicy::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a request for this authority is meant for this listener. Empty is a client that names none, which is no browser. */
    boolean allowsHost(String authority) {
        return authority.isEmpty() || allows(host(authority));
    }

    /** Whether a page of this origin may ask: it is of the same authority, or of a name that is allowed. */
    boolean allowsOrigin(String origin, String authority) {
        for (String scheme : SCHEMES) {
            if (origin.regionMatches(true, 0, scheme, 0, scheme.length())) {
                String from = origin.substring(scheme.length());
                return from.equalsIgnoreCase(authority) || allowsName(host(from));
            }
        }
        return false;
    }

    private boolean allows(String host) {
        boolean isAddress = host.startsWith("[")
                ? host.endsWith("]") && NetUtil.isValidIpV6Address(host)
                : NetUtil.isValidIpV4Address(host);
        return isAddress || allowsName(host);
    }

    private boolean allowsName(String host) {
        String name = normal(host);
        return NAME.matcher(name).matches()
                && (name.equals(LOCALHOST) || name.endsWith(BELOW_LOCALHOST) || names.contains(name));
    }

    /** An authority without its port; empty if what follows the last colon is no port. */
    private static String host(String authority) {
        Matcher parts = AUTHORITY.matcher(authority);
        return parts.matches() ? parts.group(1) : "";
    }

    /** In lower case, and without the dot that may end a name. */
    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
