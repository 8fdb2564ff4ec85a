package io.weir.server.config;

import static io.weir.server.config.ValueTypes.block;
import static io.weir.server.config.ValueTypes.duration;
import static io.weir.server.config.ValueTypes.fieldNames;
import static io.weir.server.config.ValueTypes.headerValue;
import static io.weir.server.config.ValueTypes.intSize;
import static io.weir.server.config.ValueTypes.location;
import static io.weir.server.config.ValueTypes.methods;
import static io.weir.server.config.ValueTypes.name;
import static io.weir.server.config.ValueTypes.onOrOff;
import static io.weir.server.config.ValueTypes.redirectStatus;
import static io.weir.server.config.ValueTypes.routeHost;
import static io.weir.server.config.ValueTypes.routePath;
import static io.weir.server.config.ValueTypes.size;
import static io.weir.server.config.ValueTypes.text;
import static io.weir.server.config.ValueTypes.wholeNumber;

import com.typesafe.config.ConfigObject;
import io.weir.http.LocationTemplate;
import io.weir.settings.Timeouts;
import java.time.Duration;
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

    static final Key<ConfigObject> REQUEST_SET = key("request-headers.set", block("{ X-Tenant = a }"));
    static final Key<ConfigObject> REQUEST_ADD = key("request-headers.add", block("{ X-Seen = weir }"));
    static final Key<List<String>> REQUEST_REMOVE = key("request-headers.remove", fieldNames());
    static final Key<ConfigObject> RESPONSE_SET = key("response-headers.set", block("{ Cache-Control = no-store }"));
    static final Key<ConfigObject> RESPONSE_ADD = key("response-headers.add", block("{ Vary = Origin }"));
    static final Key<List<String>> RESPONSE_REMOVE = key("response-headers.remove", fieldNames());

    static final Key<Boolean> STRIP_PREFIX = key("strip-prefix", onOrOff());
    static final Key<String> REPLACE_PREFIX = key("replace-prefix", routePath());
    static final Key<String> REWRITE_REGEX = key("rewrite.regex", text("a regular expression of RE2"));
    static final Key<String> REWRITE_TO =
            key("rewrite.to", text("a path in which $1 stands for what the first group matched"));

    static final Key<Long> LIMIT_BODY = key("limits.body", size(0, 1L << 40).orWord("unlimited", Long.MAX_VALUE));
    static final Key<Integer> LIMIT_TARGET = key("limits.target", intSize(1, 16 * 1024 * 1024));
    static final Key<Integer> LIMIT_FIELDS = key("limits.fields", wholeNumber(1, 10_000));
    static final Key<Integer> LIMIT_HEAD_BYTES = key("limits.head-bytes", intSize(1, 16 * 1024 * 1024));

    static final Key<Duration> REQUEST_IDLE = timeout("request-idle");
    static final Key<Duration> SLOT = timeout("slot");
    static final Key<Duration> RESPONSE_HEAD = timeout("response-head");
    static final Key<Duration> RESPONSE_IDLE = timeout("response-idle");
    static final Key<Duration> WRITE_STALL = timeout("write-stall");
    static final Key<Duration> TUNNEL_IDLE = timeout("tunnel-idle");

    private RouteKeys() {}

    static List<Key<?>> all() {
        return List.copyOf(ALL);
    }

    private static Key<Duration> timeout(String name) {
        return key("timeouts." + name, duration(Duration.ofMillis(1), Timeouts.MAX));
    }

    private static <T> Key<T> key(String path, ValueType<T> type) {
        Key<T> key = new Key<>(ROUTE + path, type);
        ALL.add(key);
        return key;
    }
}
