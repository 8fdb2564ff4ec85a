package io.weir.route;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which backend a request goes to: the first rule that matches its host and path. Immutable; reads the request where it lies,
 * and makes no garbage.
 */
public final class RouteTable {

    /** No rule matches. */
    public static final int NO_ROUTE = -1;

    private final Rule[] rules;

    /** A table of these rules, tried in order. */
    public RouteTable(List<RouteSettings> routes) {
        rules = routes.stream().map(Rule::of).toArray(Rule[]::new);
    }

    /**
     * Finds the rule for a request whose authority (host, maybe with a port) and path lie in {@code bytes}. Borrows it.
     *
     * @return the place of the rule in the list that the table was made of, or {@link #NO_ROUTE}
     */
    public int match(ByteBuffer bytes, int authorityStart, int authorityEnd, int pathStart, int pathEnd) {
        int hostEnd = endOfHost(bytes, authorityStart, authorityEnd);
        for (int i = 0; i < rules.length; i++) {
            Rule rule = rules[i];
            if (rule.matchesHost(bytes, authorityStart, hostEnd) && rule.matchesPath(bytes, pathStart, pathEnd)) {
                return i;
            }
        }
        return NO_ROUTE;
    }

    // Without the port, and without the dot that ends a fully qualified name.
    private static int endOfHost(ByteBuffer bytes, int start, int end) {
        int hostEnd = end;
        for (int i = end - 1; i >= start && bytes.get(i) != ']'; i--) {
            if (bytes.get(i) == ':') {
                hostEnd = i;
                break;
            }
        }
        return hostEnd > start && bytes.get(hostEnd - 1) == '.' ? hostEnd - 1 : hostEnd;
    }

    private static final class Rule {

        private final byte[] host;
        private final boolean anyBelow;
        private final byte[] path;

        Rule(byte[] host, boolean anyBelow, byte[] path) {
            this.host = host;
            this.anyBelow = anyBelow;
            this.path = path;
        }

        static Rule of(RouteSettings route) {
            boolean wildcard = route.host().startsWith("*");
            String host = wildcard ? route.host().substring(1) : route.host();
            String path = route.pathPrefix();
            String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
            return new Rule(
                    host.getBytes(StandardCharsets.ISO_8859_1), wildcard, prefix.getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean matchesHost(ByteBuffer bytes, int start, int end) {
            int length = end - start;
            if (host.length == 0) {
                return true;
            }
            return (anyBelow ? length > host.length : length == host.length)
                    && equalsIgnoringCase(bytes, end - host.length);
        }

        boolean matchesPath(ByteBuffer bytes, int start, int end) {
            int length = end - start;
            if (length < path.length) {
                return false;
            }
            for (int i = 0; i < path.length; i++) {
                if (bytes.get(start + i) != path[i]) {
                    return false;
                }
            }
            return path.length == 0 || length == path.length || bytes.get(start + path.length) == '/';
        }

        private boolean equalsIgnoringCase(ByteBuffer bytes, int from) {
            for (int i = 0; i < host.length; i++) {
                if (lower(bytes.get(from + i)) != host[i]) {
                    return false;
                }
            }
            return true;
        }

        private static byte lower(byte b) {
            return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
        }
    }
}
