package io.weir.server.config;

import io.weir.route.RouteMatch;
import io.weir.route.TextMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The routes before one, found by what may cover it, so that many routes take time in proportion to their number. Only a warning depends on
 * it: of paths and hosts with very many parts, and of very many routes of the same host and path, some are not looked at.
 */
final class CoveringRoutes {

    private record Place(String host, TextMatch path) {}

    private record Earlier(int index, RouteMatch match) {}

    private static final int MOST_PARTS = 32;
    private static final int MOST_AT_ONE_PLACE = 32;

    private final Map<Place, List<Earlier>> places = new HashMap<>();
    private int count;

    void add(RouteMatch match) {
        List<Earlier> there =
                places.computeIfAbsent(new Place(match.host(), prefixed(match.path())), place -> new ArrayList<>(1));
        if (there.size() < MOST_AT_ONE_PLACE) {
            there.add(new Earlier(count, match));
        }
        count++;
    }

    /** The first of those before that matches whatever this one does. */
    Optional<RouteMatch> covering(RouteMatch match) {
        Optional<Earlier> first = Optional.empty();
        List<TextMatch> paths = pathsAround(match.path());
        for (String host : hostsAround(match.host())) {
            for (TextMatch path : paths) {
                for (Earlier earlier : places.getOrDefault(new Place(host, path), List.of())) {
                    boolean isBefore =
                            first.isEmpty() || earlier.index() < first.get().index();
                    if (isBefore && earlier.match().covers(match)) {
                        first = Optional.of(earlier);
                    }
                }
            }
        }
        return first.map(Earlier::match);
    }

    // /a/ and /a match the same.
    private static TextMatch prefixed(TextMatch path) {
        return path instanceof TextMatch.Prefix prefix ? prefix(prefix.path(), prefix.length()) : path;
    }

    private static TextMatch prefix(String path, int length) {
        return new TextMatch.Prefix(length == 0 ? "/" : path.substring(0, length));
    }

    private static List<TextMatch> pathsAround(TextMatch path) {
        List<TextMatch> around = new ArrayList<>();
        around.add(prefixed(path));
        String text = path instanceof TextMatch.Exact exact
                ? exact.text()
                : path instanceof TextMatch.Prefix prefix ? prefix.path().substring(0, prefix.length()) : "";
        if (path instanceof TextMatch.Exact && text.startsWith("/")) {
            around.add(prefix(text, text.length()));
        }
        int end = text.lastIndexOf('/');
        while (end > 0 && around.size() < MOST_PARTS) {
            around.add(prefix(text, end));
            end = text.lastIndexOf('/', end - 1);
        }
        around.add(prefix("/", 0));
        return around;
    }

    private static List<String> hostsAround(String host) {
        List<String> around = new ArrayList<>(List.of("", host));
        int dot = host.startsWith("*") ? host.indexOf('.', 2) : host.indexOf('.');
        while (dot >= 0 && around.size() < MOST_PARTS) {
            around.add("*" + host.substring(dot));
            dot = host.indexOf('.', dot + 1);
        }
        return around;
    }
}
