package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.BackendSettings;
import io.weir.route.RouteSettings;
import io.weir.settings.ListenerSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopologyTest {

    private static final String BACKENDS = """
            weir.backends { shop.servers.one.address = "a:1", api.servers { x.address = "b:1", w.address = "c:1" } }
            """;

    @TempDir
    private Path directory;

    @Test
    void routes_keep_their_order_and_hosts_become_lower_case() {
        String file = BACKENDS + """
                weir.listeners.web {
                  bind = ":0"
                  routes = [
                    { host = "API.shop.test", path = "/v1", backend = api }
                    { host = "*.shop.test", backend = api }
                    { host = "*", path = "/", backend = shop }
                  ]
                }
                """;
        assertThat(accepted(file).weir().listeners().get(0).routes())
                .containsExactly(
                        new RouteSettings("api.shop.test", "/v1", "api"),
                        new RouteSettings("*.shop.test", "/", "api"),
                        RouteSettings.everything("shop"));
    }

    @Test
    void listeners_backends_and_servers_have_the_order_of_their_names() {
        String file =
                BACKENDS + "weir.listeners { b { bind = \":0\", backend = shop }, a { bind = \":0\", backend = api } }";
        assertThat(accepted(file).weir().listeners())
                .extracting(ListenerSettings::name)
                .containsExactly("a", "b");
        assertThat(accepted(file).weir().backends())
                .extracting(BackendSettings::name)
                .containsExactly("api", "shop");
        assertThat(accepted(file).weir().backends().get(0).servers())
                .extracting(server -> server.name())
                .containsExactly("w", "x");
    }

    @Test
    void a_listener_has_a_backend_or_routes_and_not_both() {
        String file = BACKENDS + """
                weir.listeners {
                  none { bind = ":0" }
                  both { bind = ":0", backend = shop, routes = [ { backend = api } ] }
                }
                """;
        assertThat(Loading.problems(directory, file))
                .containsExactly(
                        "weir.conf:3: weir.listeners.none: neither backend nor routes (expected: one of backend and routes)",
                        "weir.conf:4: weir.listeners.both: both backend and routes (expected: one of backend and routes)");
    }

    @Test
    void a_tcp_listener_has_no_upgrades() {
        String file = BACKENDS + "weir.listeners.t { bind = \":0\", protocol = tcp, backend = shop, upgrades = [ x ] }";
        assertThat(Loading.problems(directory, file))
                .containsExactly(
                        "weir.conf:2: weir.listeners.t.upgrades: [\"x\"] (expected: protocol = http, because TCP"
                                + " passes everything as it is)");
    }

    @Test
    void a_tcp_listener_has_no_routes() {
        String file = BACKENDS
                + "weir.listeners.t { bind = \":0\", protocol = tcp, routes = [ { backend = shop }, { backend = api } ] }";
        assertThat(Loading.problems(directory, file))
                .singleElement()
                .asString()
                .endsWith("(expected: backend, because nothing of TCP is parsed that a route could match)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            { host = "a b", backend = shop }     | routes[0].host: a b (expected: a host name, "*." and a domain, or "*")
            { host = "a.*", backend = shop }     | routes[0].host: a.* (expected: a host name, "*." and a domain, or "*")
            { host = "", backend = shop }        | routes[0].host: "" (expected: a host name, "*." and a domain, or "*")
            { path = "a", backend = shop }       | routes[0].path: a (expected: a path that begins with '/', without '?' and '#')
            { path = "/a?b", backend = shop }    | routes[0].path: /a?b (expected: a path that begins with '/', without '?' and '#')
            { path = "/" }                       | routes[0].backend: missing (expected: a name of letters, digits, '-' and '_', at most 63)
            { backend = shpo }                   | routes[0].backend: shpo (expected: the name of a backend: api or shop; did you mean "shop"?)
            """)
    void a_route_says_what_is_wrong_with_it(String route, String problem) {
        String file = BACKENDS + "weir.listeners.web { bind = \":0\", routes = [ " + route + " ] }";
        assertThat(Loading.problems(directory, file)).containsExactly("weir.conf:2: weir.listeners.web." + problem);
    }

    @Test
    void an_empty_list_of_routes_is_a_problem() {
        assertThat(Loading.problems(directory, BACKENDS + "weir.listeners.web { bind = \":0\", routes = [] }"))
                .containsExactly(
                        "weir.conf:2: weir.listeners.web.routes: [] (expected: a list of at least one block, such"
                                + " as [ { path = \"/\", backend = shop } ])");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:81, 127.0.0.1:81", "':81', 127.0.0.1:81", "127.0.0.1:81, ':81'", "':81', '[::1]:81'"})
    void two_listeners_do_not_share_an_address(String one, String other) {
        String file = BACKENDS + "weir.listeners { a { bind = \"" + one + "\", backend = shop }\n b { bind = \"" + other
                + "\", backend = shop } }";
        assertThat(Loading.problems(directory, file))
                .containsExactly("weir.conf:3: weir.listeners.b.bind: " + other
                        + " (expected: an address that weir.listeners.a.bind has not taken)");
    }

    @Test
    void port_0_is_never_shared_and_neither_are_two_addresses_of_one_port() {
        String file = BACKENDS + """
                weir.listeners {
                  a { bind = ":0", backend = shop }, b { bind = ":0", backend = api }
                  c { bind = "127.0.0.1:81", backend = shop }, d { bind = "127.0.0.2:81", backend = shop }
                }
                """;
        assertThat(accepted(file).weir().listeners()).hasSize(4);
    }

    @Test
    void a_listener_does_not_take_the_address_that_admin_has_by_default() {
        assertThat(Loading.problems(directory, BACKENDS + "weir.listeners.a { bind = \":9901\", backend = shop }"))
                .singleElement()
                .asString()
                .endsWith(
                        "weir.admin.bind: 127.0.0.1:9901 (expected: an address that weir.listeners.a.bind has not taken)");
    }

    // Requests went round in a loop, and nothing was said.
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:81, 127.0.0.1:81",
        "127.0.0.1:81, localhost:81",
        "':81', Weir.LOCALHOST:81",
        "127.0.0.1:81, 0.0.0.0:81",
        "':81', 127.9.9.9:81",
        "':81', '[::1]:81'"
    })
    void a_server_that_is_a_listener_of_the_same_weir_is_a_warning(String bind, String server) {
        String file = "weir.listeners.a { bind = \":0\", backend = b }\n" + "weir.listeners.l { bind = \"" + bind
                + "\", backend = b }\n" + "weir.backends.b.servers.one.address = \"" + server + "\"";
        assertThat(Loading.warnings(directory, file))
                .containsExactly(
                        "weir.conf:3: weir.backends.b.servers.one.address: weir.listeners.l, a listener of this"
                                + " Weir (expected: another server; a request that comes back by its routes goes round in a loop,"
                                + " with more connections each time)");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:81, 127.0.0.1:82",
        "127.0.0.1:81, 127.0.0.2:81",
        "127.0.0.1:81, weir.example:81",
        "':81', 192.0.2.1:81",
        "':0', 127.0.0.1:81"
    })
    void a_server_that_is_no_listener_is_no_warning(String bind, String server) {
        String file = "weir.listeners.l { bind = \"" + bind + "\", backend = b }\n"
                + "weir.backends.b.servers.one.address = \"" + server + "\"";
        assertThat(Loading.warnings(directory, file)).isEmpty();
    }

    // By way of such a server a client of the proxy would reach pages that are meant for the people who run it.
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:81, 127.0.0.1:81",
        "127.0.0.1:81, localhost:81",
        "':81', Weir.LOCALHOST:81",
        "127.0.0.1:81, 0.0.0.0:81",
        "':81', 127.0.0.1:81",
        "':81', 127.9.9.9:81",
        "':81', '[::1]:81'",
        "'[::1]:81', '[::1]:81'"
    })
    void the_admin_listener_is_no_server(String admin, String server) {
        String file = "weir.admin.bind = \"" + admin + "\"\nweir.listeners.a { bind = \":0\", backend = b }\n"
                + "weir.backends.b.servers.one.address = \"" + server + "\"";
        assertThat(Loading.problems(directory, file))
                .containsExactly("weir.conf:3: weir.backends.b.servers.one.address: " + server
                        + " (expected: a server, not weir.admin.bind, which clients must not reach)");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:81, 127.0.0.1:82",
        "127.0.0.1:81, 127.0.0.2:81",
        "127.0.0.1:81, localhost:82",
        "127.0.0.1:81, weir.example:81",
        "':81', 192.0.2.1:81",
        "off, 127.0.0.1:9901"
    })
    void a_server_that_is_not_the_admin_listener_is_accepted(String admin, String server) {
        String file = "weir.admin.bind = \"" + admin + "\"\nweir.listeners.a { bind = \":0\", backend = b }\n"
                + "weir.backends.b.servers.one.address = \"" + server + "\"";
        assertThat(Loading.problems(directory, file)).isEmpty();
    }

    @Test
    void a_backend_without_servers_is_a_problem() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.backends.idle { }"))
                .containsExactly("weir.conf:2: weir.backends.idle.servers: none (expected: at least one block, such as"
                        + " servers.one.address = \"127.0.0.1:9000\")");
    }

    @Test
    void a_backend_that_nobody_uses_is_a_warning() {
        assertThat(Loading.warnings(directory, Loading.MINIMUM + "weir.backends.idle.servers.a.address = \"a:1\""))
                .containsExactly(
                        "weir.conf:2: weir.backends.idle: unused backend (expected: a listener or route that names it)");
    }

    @Test
    void a_backend_whose_servers_all_have_weight_0_is_a_warning() {
        assertThat(Loading.warnings(directory, Loading.MINIMUM + "weir.backends.shop.servers.one.weight = 0"))
                .singleElement()
                .asString()
                .contains("weir.backends.shop: all weights are 0");
    }

    @Test
    void early_bytes_must_fit_into_the_send_buffer() {
        String file = Loading.MINIMUM + "weir { sockets.send-buffer = 64KiB\n limits.early-bytes = 65KiB }";
        assertThat(Loading.problems(directory, file))
                .containsExactly(
                        "weir.conf:3: weir.limits.early-bytes: 65KiB (expected: at most weir.sockets.send-buffer,"
                                + " 64KiB, which takes them without stalling)");
    }

    @Test
    void four_buffers_must_fit_into_the_send_buffer_and_who_was_changed_is_blamed() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.buffers.size = 128KiB"))
                .containsExactly("weir.conf:2: weir.buffers.size: 128KiB (expected: at most a quarter of"
                        + " weir.sockets.send-buffer, 384KiB)");
        String file = Loading.MINIMUM + "weir { buffers.size = 64KiB\n sockets.send-buffer = 192KiB }";
        assertThat(Loading.problems(directory, file))
                .containsExactly(
                        "weir.conf:3: weir.sockets.send-buffer: 192KiB (expected: kernel, or at least 256KiB, four"
                                + " times weir.buffers.size)");
    }

    private ProgramSettings accepted(String file) {
        return ((LoadResult.Accepted) Loading.load(directory, file)).settings();
    }
}
