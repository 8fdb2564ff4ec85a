package io.weir.server.config;

import com.typesafe.config.ConfigObject;
import io.weir.http.FieldEdits;
import io.weir.http.FieldLine;
import io.weir.http.FieldSyntax;
import io.weir.http.NormalPath;
import io.weir.route.Regex;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.route.RouteTimeouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a route says of requests on their way: edits, limits and timeouts. What is wrong is noted, and left out. */
final class RouteRulesReader {

    private static final String REWRITE = "rewrite";

    private RouteRulesReader() {}

    static RouteEdits edits(Section route, Expressions expressions) {
        Section request = route.section("request-headers");
        Section response = route.section("response-headers");
        return new RouteEdits(
                path(route, expressions),
                fields(request, RouteKeys.REQUEST_SET, RouteKeys.REQUEST_ADD, RouteKeys.REQUEST_REMOVE),
                fields(response, RouteKeys.RESPONSE_SET, RouteKeys.RESPONSE_ADD, RouteKeys.RESPONSE_REMOVE));
    }

    static RouteLimits limits(Section route) {
        Section limits = route.section("limits");
        RouteLimits none = RouteLimits.NONE;
        return new RouteLimits(
                limits.value(RouteKeys.LIMIT_BODY),
                limits.optional(RouteKeys.LIMIT_TARGET).orElse(none.targetBytes()),
                limits.optional(RouteKeys.LIMIT_FIELDS).orElse(none.fields()),
                limits.optional(RouteKeys.LIMIT_HEAD_BYTES).orElse(none.headBytes()));
    }

    static RouteTimeouts timeouts(Section route) {
        Section timeouts = route.section("timeouts");
        return new RouteTimeouts(
                timeouts.optional(RouteKeys.REQUEST_IDLE),
                timeouts.optional(RouteKeys.SLOT),
                timeouts.optional(RouteKeys.RESPONSE_HEAD),
                timeouts.optional(RouteKeys.RESPONSE_IDLE),
                timeouts.optional(RouteKeys.WRITE_STALL),
                timeouts.optional(RouteKeys.TUNNEL_IDLE));
    }

    private static FieldEdits fields(
            Section section, Key<ConfigObject> set, Key<ConfigObject> add, Key<List<String>> remove) {
        List<FieldLine> setLines = FieldReader.lines(section, set);
        List<FieldLine> addLines = FieldReader.lines(section, add);
        List<String> removed = section.optional(remove).orElse(List.of());
        boolean known = true;
        for (String name : removed) {
            String reserved = FieldSyntax.whyReserved(name);
            if (!reserved.isEmpty()) {
                section.refuse(remove, "no " + name + ", because " + reserved);
                known = false;
            }
        }
        return known ? FieldEdits.of(setLines, addLines, removed) : FieldEdits.NONE;
    }

    private static RouteEdits.@Nullable PathEdit path(Section route, Expressions expressions) {
        List<String> given = new ArrayList<>();
        if (route.value(RouteKeys.STRIP_PREFIX)) {
            given.add(RouteKeys.STRIP_PREFIX.name());
        }
        Stream.of(RouteKeys.REPLACE_PREFIX.name(), REWRITE).filter(route::has).forEach(given::add);
        if (given.size() > 1) {
            route.refuse(given.get(1), "beside " + given.get(0), "one of strip-prefix, replace-prefix and rewrite");
            return null;
        }
        if (given.contains(REWRITE)) {
            return rewrite(route.section(REWRITE), expressions);
        }
        return given.isEmpty() ? null : prefix(route, given.get(0));
    }

    private static RouteEdits.@Nullable PathEdit prefix(Section route, String key) {
        if (route.has(RouteKeys.PATH_EXACT) || route.has(RouteKeys.PATH_REGEX)) {
            route.refuse(key, "beside path-exact or path-regex", "a route with path, which is the prefix");
            return null;
        }
        Optional<String> other = route.optional(RouteKeys.REPLACE_PREFIX);
        if (other.isPresent() && !NormalPath.isNormal(other.get())) {
            route.refuse(RouteKeys.REPLACE_PREFIX, "a path without '.' and '..', and %41 only for what needs it");
            return null;
        }
        other.ifPresent(path -> Wildcards.warnOfReplacement(route, RouteKeys.REPLACE_PREFIX, path));
        String prefix = route.value(RouteKeys.PATH);
        if (key.equals(RouteKeys.STRIP_PREFIX.name()) && prefix.equals("/")) {
            route.warn("strip-prefix without path", "path, which is the prefix; \"/\" is none");
        }
        return new RouteEdits.Prefix(prefix, other.orElse(""));
    }

    private static RouteEdits.@Nullable PathEdit rewrite(Section section, Expressions expressions) {
        boolean complete = section.has(RouteKeys.REWRITE_REGEX) && section.has(RouteKeys.REWRITE_TO);
        if (!complete) {
            section.required(RouteKeys.REWRITE_REGEX);
            section.required(RouteKeys.REWRITE_TO);
            return null;
        }
        Optional<Regex> expression = expressions.of(section, RouteKeys.REWRITE_REGEX);
        Optional<String> to = section.optional(RouteKeys.REWRITE_TO);
        try {
            return expression.isPresent() && to.isPresent() ? new RouteEdits.Rewrite(expression.get(), to.get()) : null;
        } catch (IllegalArgumentException e) {
            section.refuse(RouteKeys.REWRITE_TO, RouteKeys.REWRITE_TO.type().expected() + ", but " + e.getMessage());
            return null;
        }
    }
}
