package io.weir.server.config;

import static io.weir.server.config.ValueTypes.block;
import static io.weir.server.config.ValueTypes.methods;
import static io.weir.server.config.ValueTypes.name;
import static io.weir.server.config.ValueTypes.routeHost;
import static io.weir.server.config.ValueTypes.routePath;
import static io.weir.server.config.ValueTypes.text;

import com.typesafe.config.ConfigObject;
import java.util.ArrayList;
import java.util.List;

/** The keys of a route: part of {@link Keys}, which has room for no more. */
final class RouteKeys {

    private static final List<Key<?>> ALL = new ArrayList<>();
    private static final String ROUTE = "weir.listeners.NAME.routes.";

    static final Key<String> HOST = key("host", routeHost());
    static final Key<String> PATH = key("path", routePath());
    static final Key<String> PATH_EXACT = key("path-exact", routePath());
    static final Key<String> PATH_REGEX = key("path-regex", text("a regular expression of RE2"));
    static final Key<List<String>> METHODS = key("methods", methods());
    static final Key<ConfigObject> HEADERS = key("headers", block("{ X-Canary = \"1\", X-Debug { present = true } }"));
    static final Key<String> BACKEND = key("backend", name());

    private RouteKeys() {}

    static List<Key<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> Key<T> key(String path, ValueType<T> type) {
        Key<T> key = new Key<>(ROUTE + path, type);
        ALL.add(key);
        return key;
    }
}
