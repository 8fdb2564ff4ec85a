package io.weir.route;

import io.weir.http.Head;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Which rule a request falls under: the first that matches it. Immutable; reads the request where it lies, and makes no garbage but
 * for regular expressions.
 */
public final class RouteTable {

    /** No rule matches. */
    public static final int NO_ROUTE = -1;

    private final Rule[] rules;

    /** A table of these rules, tried in order. */
    public RouteTable(List<RouteSettings> routes) {
        rules = routes.stream().map(route -> new Rule(route.match())).toArray(Rule[]::new);
    }

    /**
     * Finds the rule for a request whose path is normal. Borrows its bytes.
     *
     * @return the place of the rule in the list that the table was made of, or {@link #NO_ROUTE}
     */
    public int match(Head head, ByteBuffer bytes) {
        int hostEnd = HostMatch.endOfHost(bytes, head.authorityStart(), head.authorityEnd());
        for (int i = 0; i < rules.length; i++) {
            if (rules[i].matches(head, bytes, hostEnd)) {
                return i;
            }
        }
        return NO_ROUTE;
    }

    private static final class Rule {

        private final HostMatch host;
        private final TextMatch path;
        private final String[] methods;
        private final FieldMatch[] fields;

        Rule(RouteMatch match) {
            host = HostMatch.of(match.host());
            path = match.path();
            methods = match.methods().toArray(String[]::new);
            fields = match.fields().toArray(FieldMatch[]::new);
        }

        boolean matches(Head head, ByteBuffer bytes, int hostEnd) {
            return host.matches(bytes, head.authorityStart(), hostEnd)
                    && path.matches(bytes, head.pathStart(), head.pathEnd())
                    && matchesMethod(head, bytes)
                    && matchesFields(head, bytes);
        }

        private boolean matchesMethod(Head head, ByteBuffer bytes) {
            for (String method : methods) {
                if (Latin1.equals(method, bytes, head.methodStart(), head.methodEnd())) {
                    return true;
                }
            }
            return methods.length == 0;
        }

        private boolean matchesFields(Head head, ByteBuffer bytes) {
            for (FieldMatch field : fields) {
                if (!field.matches(head, bytes)) {
                    return false;
                }
            }
            return true;
        }
    }
}
