package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import io.weir.http.FieldEdits;
import io.weir.http.FieldLine;
import io.weir.http.LocationTemplate;
import io.weir.route.FieldMatch;
import io.weir.route.Regex;
import io.weir.route.RouteAction;
import io.weir.route.RouteEdits;
import io.weir.route.RouteLimits;
import io.weir.route.RouteMatch;
import io.weir.route.RouteSettings;
import io.weir.route.RouteTimeouts;
import io.weir.route.TextMatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route may say, and what it is told where it may not. */
final class RoutesTest {

    private static final String BACKENDS = """
            weir.backends { shop.servers.one.address = "a:1", api.servers.one.address = "b:1" }
            """;
    private static final TextMatch ANY_PATH = new TextMatch.Prefix("/");

    @TempDir
    private Path directory;

    @Test
    void a_route_matches_by_path_methods_and_headers() {
        assertThat(routes("""
                { path-exact = "/a", backend = shop }
                { path-regex = "/a[0-9]+", backend = shop }
                { methods = [GET, HEAD], backend = shop }
                { headers { X-Debug { present = true }, X-Canary = 1, X-Version { regex = "v[0-9]+" } }, backend = shop }
                """))
                .extracting(RouteSettings::match)
                .containsExactly(
                        RouteMatch.of("", new TextMatch.Exact("/a")),
                        RouteMatch.of("", new TextMatch.Expression(Regex.of("/a[0-9]+"))),
                        new RouteMatch("", ANY_PATH, List.of("GET", "HEAD"), List.of()),
                        new RouteMatch(
                                "",
                                ANY_PATH,
                                List.of(),
                                List.of(
                                        new FieldMatch("x-canary", new TextMatch.Exact("1")),
                                        new FieldMatch("x-debug", new TextMatch.Any()),
                                        new FieldMatch("x-version", new TextMatch.Expression(Regex.of("v[0-9]+"))))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            path = "/a/../b"        | path: /a/../b (expected: a path as it is when it is routed: no '.' and '..', and %41 only for what needs it)
            path-exact = "/%61"     | path-exact: /%61 (expected: a path as it is when it is routed: no '.' and '..', and %41 only for what needs it)
            path-exact = "a"        | path-exact: a (expected: a path that begins with '/', without '?' and '#')
            path-regex = "/[a"      | path-regex: /[a (expected: a regular expression of RE2, but missing closing ]: [a)
            path-regex = ""         | path-regex: "" (expected: a regular expression of RE2)
            path = "/", path-regex = "/a" | path-regex: /a (expected: one of path, path-exact and path-regex)
            methods = GET           | methods: GET (expected: a list of methods, such as [GET, HEAD])
            methods = []            | methods: [] (expected: a list of methods, such as [GET, HEAD])
            methods = [get]         | methods: ["get"] (expected: a list of methods, such as [GET, HEAD])
            headers = x             | headers: x (expected: a block, such as { X-Canary = "1", X-Debug { present = true } })
            headers { "a b" = x }   | headers.a b: a b (expected: the name of a header)
            headers { X { regex = "(" } } | headers.X: {"regex":"("} (expected: a regular expression of RE2, but missing closing ): ()
            headers { X { present = false } } | headers.X: {"present":false} (expected: a value, { regex = "..." } or { present = true })
            headers { X { rgex = "a" } } | headers.X: {"rgex":"a"} (expected: a value, { regex = "..." } or { present = true })
            headers { X = [a] }     | headers.X: ["a"] (expected: a value, { regex = "..." } or { present = true })
            path-exct = "/a"        | path-exct: unknown key (expected: %KEYS%; did you mean "path-exact"?)
            """)
    void a_route_says_what_is_wrong_with_it(String key, String problem) {
        String file = BACKENDS + "weir.listeners.web { bind = \":0\", routes = [\n{ " + key + ", backend = shop } ] }";
        assertThat(Loading.problems(directory, file))
                .containsExactly("weir.conf:3: weir.listeners.web.routes[0]." + problem.replace("%KEYS%", keys()));
    }

    @Test
    void a_route_redirects_or_responds() {
        assertThat(routes("""
                { redirect { status = 308, to = "https://{host}{path}{query}" } }
                { redirect.to = "/new{path}" }
                { respond { status = 503, body = "Back soon.", headers { Retry-After = 60, Cache-Control = no-store } } }
                { respond { body = "<p>", content-type = "text/html" } }
                { respond.status = 204 }
                """))
                .extracting(RouteSettings::action)
                .containsExactly(
                        new RouteAction.Redirect(308, "https://{host}{path}{query}"),
                        new RouteAction.Redirect(307, "/new{path}"),
                        new RouteAction.Respond(
                                503,
                                List.of(
                                        new FieldLine("Content-Type", "text/plain; charset=utf-8"),
                                        new FieldLine("Cache-Control", "no-store"),
                                        new FieldLine("Retry-After", "60")),
                                "Back soon."),
                        new RouteAction.Respond(200, List.of(new FieldLine("Content-Type", "text/html")), "<p>"),
                        new RouteAction.Respond(204, List.of(), ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            redirect.to = "{path}"        | redirect.to: {path} (expected: %URI%)
            redirect.to = "//a{path}"     | redirect.to: //a{path} (expected: %URI%)
            redirect.status = 301         | redirect.to: missing (expected: %URI%)
            redirect { to = "/a", status = 304 } | redirect.status: 304 (expected: 301, 302, 303, 307 or 308)
            redirect { to = "/a", code = 301 } | redirect.code: unknown key (expected: status or to)
            redirect = "/a"               | redirect: /a (expected: a block { ... })
            respond.status = 100          | respond.status: 100 (expected: a whole number from 200 to 599)
            respond { status = 204, body = a } | respond.body: a (expected: none with status 204)
            respond.headers { Content-Length = 1 } | respond.headers.Content-Length: Content-Length (expected: another header, because it says where a body ends, which follows from the body)
            respond.headers { Connection = close } | respond.headers.Connection: Connection (expected: another header, because it is about one connection, and Weir is at the end of both)
            respond.headers { X = "a\\r\\nb" } | respond.headers.X: a??b (expected: the value of a header: visible ASCII, maybe with spaces in it)
            respond { body = a, content-type = "a\\n" } | respond.content-type: a? (expected: a media type, such as "text/html")
            respond { }, backend = shop   | respond: beside backend (expected: one of backend, redirect and respond)
            redirect.to = "/a", respond { } | respond: beside redirect (expected: one of backend, redirect and respond)
            """)
    void an_action_says_what_is_wrong_with_it(String keys, String problem) {
        String file = BACKENDS + "weir.listeners.web { bind = \":0\", routes = [\n{ " + keys + " } ] }";
        assertThat(Loading.problems(directory, file))
                .startsWith("weir.conf:3: weir.listeners.web.routes[0]."
                        + problem.replace("%URI%", LocationTemplate.EXPECTED));
    }

    @Test
    void a_route_edits_bounds_and_times_its_requests() {
        List<RouteSettings> routes = routes("""
                { path = "/api", strip-prefix = on, backend = shop }
                { path = "/api", replace-prefix = "/v2", backend = shop }
                { rewrite { regex = "/u/([0-9]+)", to = "/users/$1" }, backend = shop }
                { limits { body = 1MiB, target = 100B, fields = 20, head-bytes = 1KiB }, backend = shop }
                { timeouts { slot = 1s, response-head = 2s, tunnel-idle = 1h }, backend = shop }
                { request-headers { set { A = b }, add { C = d }, remove = [ E ] }, backend = shop }
                { backend = shop }
                """);
        assertThat(routes.get(0).edits().path()).isEqualTo(prefix("/api", ""));
        assertThat(routes.get(1).edits().path()).isEqualTo(prefix("/api", "/v2"));
        assertThat(routes.get(2).edits().path())
                .isEqualTo(new RouteEdits.Rewrite(Regex.of("/u/([0-9]+)"), "/users/$1"));
        assertThat(routes.get(3).limits()).isEqualTo(new RouteLimits(1 << 20, 100, 20, 1024));
        assertThat(routes.get(4).timeouts())
                .isEqualTo(new RouteTimeouts(
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(1)),
                        Optional.of(Duration.ofSeconds(2)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofHours(1))));
        assertThat(routes.get(5).edits().request()).isNotSameAs(FieldEdits.NONE);
        assertThat(routes.get(6)).isEqualTo(RouteSettings.everything("shop"));
    }

    @Test
    void edits_for_which_a_buffer_has_no_room_are_refused() {
        String file = BACKENDS
                + "weir.buffers.size = 4KiB\nweir.listeners.web { bind = \":0\", routes = [ { backend = shop, response-headers.set"
                + " { Content-Security-Policy = \"" + "x".repeat(600) + "\" } } ] }";
        assertThat(Loading.problems(directory, file))
                .containsExactly(
                        "weir.conf:3: weir.listeners.web.routes[0]: edits of 627 bytes (expected: at most 512, which buffers"
                                + " of this size have room for beside a head)");
    }

    private static RouteEdits.Prefix prefix(String prefix, String other) {
        return new RouteEdits.Prefix(prefix, other);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            strip-prefix = yes            | strip-prefix: yes (expected: on or off)
            replace-prefix = "a"          | replace-prefix: a (expected: a path that begins with '/', without '?' and '#')
            replace-prefix = "/a/.."      | replace-prefix: /a/.. (expected: a path without '.' and '..', and %41 only for what needs it)
            path-exact = "/a", replace-prefix = "/b" | replace-prefix: beside path-exact or path-regex (expected: a route with path, which is the prefix)
            strip-prefix = on, replace-prefix = "/b" | replace-prefix: beside strip-prefix (expected: one of strip-prefix, replace-prefix and rewrite)
            rewrite.regex = "/a"          | rewrite.to: missing (expected: a path in which $1 stands for what the first group matched)
            rewrite { regex = "/(", to = "/" } | rewrite.regex: /( (expected: a regular expression of RE2, but missing closing ): /()
            rewrite { regex = "/a", to = "/$1" } | rewrite.to: /$1 (expected: a path in which $1 stands for what the first group matched, but $1: the expression has 0 groups)
            rewrite { regex = "(.*)", to = "a b$1" } | rewrite.to: a b$1 (expected: a path in which $1 stands for what the first group matched, but it does not begin with a slash or a group)
            rewrite { regex = "(.*)", to = "/a b$1" } | rewrite.to: /a b$1 (expected: a path in which $1 stands for what the first group matched, but it is no path without '?', '.' and '..', with %41 only for what needs it)
            rewrite { regex = "(.*)", to = "/s?q=$1" } | rewrite.to: /s?q=$1 (expected: a path in which $1 stands for what the first group matched, but it is no path without '?', '.' and '..', with %41 only for what needs it)
            request-headers.set { Host = a } | request-headers.set.Host: Host (expected: another header, because it says which site is asked for)
            request-headers.remove = [ Via ] | request-headers.remove: ["Via"] (expected: no Via, because Weir writes it)
            request-headers.remove = [ "a b" ] | request-headers.remove: ["a b"] (expected: a list of names of headers, such as [ Cookie ])
            response-headers.add { A = "b\\nc" } | response-headers.add.A: b?c (expected: the value of a header: visible ASCII, maybe with spaces in it)
            limits.body = -1              | limits.body: -1 (expected: unlimited, or a size from 0B to 1TiB, such as 64KiB)
            timeouts.slot = 5             | timeouts.slot: 5 (expected: a duration with unit from 1ms to 7d, such as 30s)
            """)
    void what_is_said_of_its_requests_may_be_wrong(String key, String problem) {
        String file = BACKENDS + "weir.listeners.web { bind = \":0\", routes = [\n{ " + key + ", backend = shop } ] }";
        assertThat(Loading.problems(directory, file))
                .containsExactly("weir.conf:3: weir.listeners.web.routes[0]." + problem);
    }

    @Test
    void a_body_that_does_not_belong_into_memory_is_refused() {
        String file = BACKENDS + "weir.listeners.web { bind = \":0\", routes = [ { respond.body = \"" + "x".repeat(8193)
                + "\" } ] }";
        assertThat(Loading.problems(directory, file))
                .singleElement()
                .asString()
                .endsWith("(expected: at most 8KiB, because it is held outside the buffers)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { }                  | { path = "/a" }        | /a     | *
            { path = "/a" }      | { path-exact = "/a/b" } | =/a/b | /a
            { methods = [GET] }  | { methods = [GET], headers { X = 1 } } | GET x=1 | GET
            """)
    void a_route_that_is_never_reached_is_a_warning(String first, String second, String name, String before) {
        String file = BACKENDS + "weir.listeners.web { bind = \":0\", routes = [ "
                + first.replace("}", ", backend = shop }").replaceFirst("\\{ +,", "{") + ", "
                + second.substring(0, second.length() - 1) + ", backend = api } ] }";
        assertThat(Loading.warnings(directory, file))
                .containsExactly("weir.conf:2: weir.listeners.web: route " + name
                        + " is never reached (expected: to stand before route " + before + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "path        | /api/*         | path = \"/api\", which matches all below it",
                "path        | /api/**        | path = \"/api\", which matches all below it",
                "path        | /*             | path = \"/\", which matches all below it",
                "path-exact  | /api/*         | path = \"/api\", which matches all below it",
                "path        | /api*          | path-regex = \"/api.*\"",
                "path        | /a/*/b         | path-regex = \"/a/[^/]*/b\"",
                "path        | /a/*/b/*       | path-regex = \"/a/[^/]*/b/.*\"",
                "path        | /a/**/b        | path-regex = \"/a/.*/b\"",
                "path-exact  | /*.html        | path-regex = \"/[^/]*\\\\.html\"",
                "path        | /users/:id     | path-regex = \"/users/[^/]+\"",
                "path        | /users/:id/*   | path-regex = \"/users/[^/]+/.*\""
            })
    void a_path_with_a_wildcard_is_a_warning_with_what_to_write_instead(String key, String path, String instead) {
        assertThat(pathWarnings(key, path))
                .containsExactly("weir.conf:2: weir.listeners.web.routes[0]." + key + ": " + path + " (expected: "
                        + instead + "; '*' and ':' stand for themselves)");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/*, /api/.*",
        "/a/*/b, /a/[^/]*/b",
        "/a/*/b/*, /a/[^/]*/b/.*",
        "(?i)/api/*, (?i)/api/.*",
    })
    void an_expression_that_repeats_a_slash_is_a_warning(String regex, String instead) {
        String expected = regex + " (expected: \"" + instead + "\"; '*' repeats what stands before it)";
        assertThat(pathWarnings("path-regex", regex))
                .containsExactly("weir.conf:2: weir.listeners.web.routes[0].path-regex: " + expected);
        assertThat(Loading.warnings(
                        directory,
                        BACKENDS + "weir.listeners.web { bind = \":0\", routes = [ { rewrite { regex = \"" + regex
                                + "\", to = \"/\" }, backend = shop }, { path = \"/x\", backend = api } ] }"))
                .contains("weir.conf:2: weir.listeners.web.routes[0].rewrite.regex: " + expected);
    }

    @Test
    void what_is_to_be_written_instead_is_not_told_where_the_value_is_a_secret_or_too_long_to_be_shown() {
        assertThat(pathWarnings("path-regex", "/hook?token=s3cr3t/*"))
                .containsExactly("weir.conf:2: weir.listeners.web.routes[0].path-regex: /hook?token=(hidden)"
                        + " (expected: no '*' for a part of a path)");
        assertThat(pathWarnings("path", "/" + "a".repeat(100) + "/*"))
                .singleElement()
                .asString()
                .endsWith("... (expected: no '*' for a part of a path)");
    }

    @Test
    void a_prefix_to_put_in_place_that_has_a_wildcard_is_a_warning() {
        assertThat(Loading.warnings(
                        directory,
                        BACKENDS
                                + "weir.listeners.web { bind = \":0\", routes = [ { path = \"/a\", replace-prefix = \"/v2/*\","
                                + " backend = shop }, { backend = api } ] }"))
                .containsExactly("weir.conf:2: weir.listeners.web.routes[0].replace-prefix: /v2/* (expected: a path"
                        + " without '*', which would be sent to the server)");
    }

    @ParameterizedTest
    @CsvSource({"path, /a:b", "path, /v1/books:get", "path-exact, /%2A", "path-regex, /a/.*", "path-regex, /[a-z]*"})
    void what_is_meant_as_it_stands_is_no_warning(String key, String path) {
        assertThat(pathWarnings(key, path)).isEmpty();
    }

    private List<String> pathWarnings(String key, String path) {
        return Loading.warnings(
                directory,
                BACKENDS + "weir.listeners.web { bind = \":0\", routes = [ { " + key + " = \"" + path
                        + "\", backend = shop }, { backend = api } ] }");
    }

    @Test
    void routes_that_overlap_are_no_warning() {
        String file = BACKENDS + """
                weir.listeners.web { bind = ":0", routes = [
                  { path = "/a/b", backend = shop }, { path = "/a", backend = api }
                  { methods = [GET], backend = shop }, { backend = api } ] }
                """;
        assertThat(Loading.warnings(directory, file)).isEmpty();
    }

    private static String keys() {
        ConfigObject route = SettingsLoader.reference()
                .toConfig()
                .getObjectList("weir.listeners.NAME.routes")
                .get(0);
        return ValueTypes.inWords(route.keySet().stream().sorted().toList());
    }

    private List<RouteSettings> routes(String routes) {
        String file = BACKENDS + "weir.listeners.web { bind = \":0\", routes = [\n" + routes + "] }";
        LoadResult result = Loading.load(directory, file);
        assertThat(result).isInstanceOf(LoadResult.Accepted.class);
        return ((LoadResult.Accepted) result)
                .settings()
                .weir()
                .listeners()
                .get(0)
                .routes();
    }
}
