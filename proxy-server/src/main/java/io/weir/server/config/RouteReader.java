package io.weir.server.config;

import io.weir.http.FieldSyntax;
import io.weir.http.NormalPath;
import io.weir.route.FieldMatch;
import io.weir.route.RouteAction;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.route.RouteMatch;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTimeouts;
import io.weir.route.TextMatch;
import io.weir.session.Http1Codec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads routes. What is wrong with one is noted, and the route left out. */
final class RouteReader {

    private static final String FIELD_VALUE = "a value, { regex = \"...\" } or { present = true }";

    private final ActionReader actions;
    private final Expressions expressions;
    private final int roomForEdits;

    /** A reader of routes for buffers of that size, whose expressions {@code expressions} compiles. */
    RouteReader(BackendNames names, int bufferSize, Expressions expressions) {
        this.expressions = expressions;
        actions = new ActionReader(names);
        roomForEdits = Http1Codec.roomForEdits(bufferSize);
    }

    Optional<RouteSettings> read(Section section) {
        Optional<RouteMatch> match = match(section);
        Optional<RouteAction> action = actions.read(section);
        RouteEdits edits = RouteRulesReader.edits(section, expressions);
        check(section, edits, action);
        RouteLimits limits = RouteRulesReader.limits(section);
        RouteTimeouts timeouts = RouteRulesReader.timeouts(section);
        return match.flatMap(known -> action.map(what -> new RouteSettings(known, what, edits, limits, timeouts)));
    }

    private void check(Section section, RouteEdits edits, Optional<RouteAction> action) {
        boolean isForwarded =
                action.filter(RouteAction.Forward.class::isInstance).isPresent();
        if (action.isPresent() && !isForwarded && !edits.equals(RouteEdits.NONE)) {
            section.warn("edits beside redirect or respond", "a backend, because no server gets the request");
        }
        if (edits.growth() > roomForEdits) {
            section.refuse(
                    "edits of " + edits.growth() + " bytes",
                    "at most " + roomForEdits + ", which buffers of this size have room for beside a head");
        }
    }

    /** Notes which routes no request will come to. */
    static void warnOfUnreachable(Section listener, List<RouteSettings> routes) {
        CoveringRoutes before = new CoveringRoutes();
        for (RouteSettings route : routes) {
            RouteMatch match = route.match();
            before.covering(match)
                    .ifPresent(earlier -> listener.warn(
                            "route " + name(match) + " is never reached", "to stand before route " + name(earlier)));
            before.add(match);
        }
    }

    private static String name(RouteMatch match) {
        return match.equals(RouteMatch.EVERYTHING) ? "*" : match.toString();
    }

    private Optional<RouteMatch> match(Section section) {
        String host = section.value(RouteKeys.HOST);
        List<String> methods = section.optional(RouteKeys.METHODS).orElse(List.of());
        List<FieldMatch> fields = section.entries(RouteKeys.HEADERS).stream()
                .flatMap(entry -> field(entry).stream())
                .toList();
        return path(section).map(path -> new RouteMatch(host, path, methods, fields));
    }

    private Optional<TextMatch> path(Section section) {
        List<Key<?>> given = Stream.<Key<?>>of(RouteKeys.PATH, RouteKeys.PATH_EXACT, RouteKeys.PATH_REGEX)
                .filter(section::has)
                .toList();
        if (given.size() > 1) {
            section.refuse(given.get(1), "one of path, path-exact and path-regex");
        }
        if (section.has(RouteKeys.PATH_REGEX)) {
            return expressions.of(section, RouteKeys.PATH_REGEX).map(TextMatch.Expression::new);
        }
        return section.has(RouteKeys.PATH_EXACT)
                ? normalPath(section, RouteKeys.PATH_EXACT).map(TextMatch.Exact::new)
                : normalPath(section, RouteKeys.PATH).map(TextMatch.Prefix::new);
    }

    private static Optional<String> normalPath(Section section, Key<String> key) {
        Optional<String> path = section.optional(key);
        if (path.isPresent() && !NormalPath.isNormal(path.get())) {
            section.refuse(key, "a path as it is when it is routed: no '.' and '..', and %41 only for what needs it");
            return Optional.empty();
        }
        path.ifPresent(known -> Wildcards.warnOfPath(section, key, known));
        return path;
    }

    private Optional<FieldMatch> field(Entry entry) {
        if (!FieldSyntax.isToken(entry.name())) {
            entry.refuseName("the name of a header");
            return Optional.empty();
        }
        return value(entry).map(value -> new FieldMatch(entry.name().toLowerCase(Locale.ROOT), value));
    }

    private Optional<TextMatch> value(Entry entry) {
        Optional<String> regex = entry.only("regex");
        if (entry.text().isEmpty() && regex.isPresent()) {
            return expressions.of(regex.get(), entry::refuse).map(TextMatch.Expression::new);
        }
        Optional<TextMatch> value = entry.text()
                .<TextMatch>map(TextMatch.Exact::new)
                .or(() -> entry.only("present").filter("true"::equals).map(present -> new TextMatch.Any()));
        if (value.isEmpty()) {
            entry.refuse(FIELD_VALUE);
        }
        return value;
    }
}
