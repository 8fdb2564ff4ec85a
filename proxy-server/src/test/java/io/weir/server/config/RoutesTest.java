package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigObject;
import io.weir.http.FieldLine;
import io.weir.http.LocationTemplate;
import io.weir.route.FieldMatch;
import io.weir.route.Regex;
import io.weir.route.RouteAction;
import io.weir.route.RouteMatch;
import io.weir.route.RouteSettings;
import io.weir.route.TextMatch;
import java.nio.file.Path;
import java.util.List;
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
            path-regex = ""         | path-regex:  (expected: a regular expression of RE2)
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
