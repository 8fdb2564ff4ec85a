package io.weir.server.config;

import static io.weir.server.config.ValueTypes.block;
import static io.weir.server.config.ValueTypes.headerValue;
import static io.weir.server.config.ValueTypes.location;
import static io.weir.server.config.ValueTypes.methods;
import static io.weir.server.config.ValueTypes.name;
import static io.weir.server.config.ValueTypes.redirectStatus;
import static io.weir.server.config.ValueTypes.routeHost;
import static io.weir.server.config.ValueTypes.routePath;
import static io.weir.server.config.ValueTypes.text;
import static io.weir.server.config.ValueTypes.wholeNumber;

import com.typesafe.config.ConfigObject;
import io.weir.http.LocationTemplate;
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

    static final Key<Integer> REDIRECT_STATUS = key("redirect.status", redirectStatus());
    static final Key<LocationTemplate> REDIRECT_TO = key("redirect.to", location());

    static final Key<Integer> RESPOND_STATUS = key("respond.status", wholeNumber(200, 599));
    static final Key<String> RESPOND_BODY = key("respond.body", text("a text"));
    static final Key<String> RESPOND_TYPE =
            key("respond.content-type", headerValue("a media type, such as \"text/html\""));
    static final Key<ConfigObject> RESPOND_HEADERS = key("respond.headers", block("{ Retry-After = 60 }"));

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
