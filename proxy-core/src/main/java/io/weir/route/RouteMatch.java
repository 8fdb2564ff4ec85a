package io.weir.route;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which requests a route is for: those of which all this is true.
 *
 * @param host host name, in lower case: exact ({@code shop.test}), all below a domain ({@code *.shop.test}), or empty for any
 * @param path the normal path
 * @param methods methods, which are case-sensitive; none for any
 * @param fields fields that there must be
 */
public record RouteMatch(String host, TextMatch path, List<String> methods, List<FieldMatch> fields) {

    /** Every request. */
    public static final RouteMatch EVERYTHING = of("", new TextMatch.Prefix("/"));

    public RouteMatch {
        methods = List.copyOf(methods);
        fields = List.copyOf(fields);
        if (!host.equals(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("host: " + host + " (expected: lower case)");
        }
        if (host.lastIndexOf('*') > 0 || (host.startsWith("*") && !host.matches("\\*\\..+"))) {
            throw new IllegalArgumentException("host: " + host + " (expected: a name, or '*.' and a name)");
        }
    }

    /** Requests for a host and a path, of any method and with any fields. */
    public static RouteMatch of(String host, TextMatch path) {
        return new RouteMatch(host, path, List.of(), List.of());
    }

    /** Whether every request that {@code other} matches is matched by this. False where that is not known. */
    public boolean covers(RouteMatch other) {
        return coversHost(other.host)
                && path.covers(other.path)
                && (methods.isEmpty() || (!other.methods.isEmpty() && methods.containsAll(other.methods)))
                && fields.stream().allMatch(field -> other.fields.stream().anyMatch(field::covers));
    }

    private boolean coversHost(String other) {
        return host.isEmpty() || host.equals(other) || (host.startsWith("*") && other.endsWith(host.substring(1)));
    }

    /** In short, for people: {@code shop.test/api GET,HEAD x-canary=1}; empty if it matches everything. */
    @Override
    public String toString() {
        String where = host + (path.toString().equals("/") ? "" : path.toString());
        String how = String.join(",", methods);
        String with = fields.stream().map(field -> field.name() + field.value()).collect(Collectors.joining(" "));
        return String.join(" ", where, how, with).strip().replaceAll(" +", " ");
    }
}
