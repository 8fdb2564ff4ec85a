package io.weir.route;

import java.util.Locale;

/**
 * One rule: a request that matches goes to the backend. Rules are tried in order, the first that matches wins.
 *
 * @param host host name, in lower case: exact ({@code shop.test}), all below a domain ({@code *.shop.test}), or empty for any
 * @param pathPrefix beginning of the path, which matches whole segments only ({@code /a} matches {@code /a} and {@code /a/b},
 *     not {@code /ab}); {@code /} for any
 * @param backend name of the backend
 */
public record RouteSettings(String host, String pathPrefix, String backend) {

    public RouteSettings {
        if (!pathPrefix.startsWith("/")) {
            throw new IllegalArgumentException("pathPrefix: " + pathPrefix + " (expected: begins with '/')");
        }
        if (!host.equals(host.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("host: " + host + " (expected: lower case)");
        }
        if (host.lastIndexOf('*') > 0 || (host.startsWith("*") && !host.matches("\\*\\..+"))) {
            throw new IllegalArgumentException("host: " + host + " (expected: a name, or '*.' and a name)");
        }
    }

    /** The rule that sends everything to one backend. */
    public static RouteSettings everything(String backend) {
        return new RouteSettings("", "/", backend);
    }
}
