package io.weir.server.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a URL that the address of a listener or a server does not have, and what to write in their place. */
final class UrlParts {

    private static final Pattern URL =
            Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^/?#]*)(.*)", Pattern.DOTALL);

    private UrlParts() {}

    /** What is expected in the place of a text that is no address of a server because of such a part. */
    static Optional<String> noServer(String text) {
        return expected(text, "to servers", "replace-prefix of a route changes the path of requests");
    }

    /** The same for an address to listen on. */
    static Optional<String> noBind(String text) {
        return expected(text, "for clients", "path of a route matches the path of requests");
    }

    private static Optional<String> expected(String text, String peers, String ofPath) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return Optional.empty();
        }
        String scheme = Optional.ofNullable(url.group(1)).orElse("http");
        if (scheme.equalsIgnoreCase("https")) {
            return Optional.of("http:// or no scheme, since Weir has no TLS " + peers + " yet");
        }
        if (!scheme.equalsIgnoreCase("http")) {
            return Optional.of("http:// or no scheme");
        }
        if (url.group(2).contains("@")) {
            return Optional.of("an address without user name and password");
        }
        boolean hasPath = !url.group(3).isEmpty() && !url.group(3).equals("/");
        return hasPath ? Optional.of("an address without a path; " + ofPath) : Optional.empty();
    }
}
