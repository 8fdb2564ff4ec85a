package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Wire;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Weir does with messages and fields, and where it sends them, as Node's servers and a client that writes bytes see it. */
final class HttpRulesIT {

    private static final int TRUSTING = 8081;
    private static final int AT_ONCE = 20;

    private static Net net;
    private static Box client;
    private static Box one;
    private static Box two;
    private static Weir weir;

    @BeforeAll
    static void start() {
        net = Net.create();
        client = Box.idle(net);
        one = Servers.node(net, "one");
        two = Servers.node(net, "two");
        weir = Weir.configured(net, """
                weir {
                  listeners.web {
                    bind = ":8080"
                    routes = [
                      { host = "two.test", backend = two }
                      { path = "/moved", redirect { status = 308, to = "https://{host}{path}{query}" } }
                      { path = "/answer", respond { body = "by itself" } }
                      { path = "/api", backend = one, strip-prefix = on
                        request-headers { set { X-Tenant = a }, remove = [ Cookie ] }
                        response-headers { set { X-Seen = weir }, remove = [ X-Internal ] } }
                      { path = "/name", headers { X-Canary = "1" }, backend = two }
                      { path = "/name", methods = [ PUT ], backend = weighted }
                      { path = "/busy", backend = limited }
                      { path = "/", backend = one }
                    ]
                  }
                  listeners.trusting { bind = ":8081", backend = one, trusted = [ "%3$s" ] }
                  backends.one.servers.one.address = "%1$s"
                  backends.two.servers.two.address = "%2$s"
                  backends.limited.servers.one { address = "%1$s", max-connections = 2 }
                  backends.weighted.servers { one { address = "%1$s", weight = 3 }, two { address = "%2$s" } }
                  admin.bind = ":9901"
                }
                """.formatted(one.at(Servers.NODE), two.at(Servers.NODE), net.all()));
    }

    @AfterAll
    static void stop() {
        Closing.all(weir, two, one, client, net);
    }

    @AfterEach
    void nothing_is_left_in_the_pool() {
        weir.assertAtRest();
    }

    @Test
    void a_message_with_two_lengths_is_refused_and_never_repaired() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            wire.write(
                    "POST /two-lengths HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(wire.readMessage().head().status()).isEqualTo(400);
        }
        assertThat(weir.logged("reason", "length-and-chunked").status()).isEqualTo("400");
    }

    @Test
    void one_connection_of_a_client_and_few_to_the_server_serve_many_requests() throws IOException {
        List<String> connections = new ArrayList<>();
        try (Wire wire = Wire.to(weir.address())) {
            for (int i = 0; i < AT_ONCE; i++) {
                connections.add(wire.get("/name").readMessage().body());
            }
        }
        // Whoever used the connection before may have had it closed meanwhile.
        assertThat(connections).hasSize(AT_ONCE);
        assertThat(connections.stream().distinct()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            wire.write(IntStream.range(1, AT_ONCE)
                    .mapToObj(length -> "GET /bytes/" + length + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .collect(Collectors.joining()));
            for (int length = 1; length < AT_ONCE; length++) {
                assertThat(wire.readMessage().body()).hasSize(length);
            }
        }
    }

    @Test
    void a_trailer_is_passed_on() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            wire.request("GET", "/trailers", "Host: a", "Connection: close", "TE: trailers");
            assertThat(wire.readAll()).contains("Transfer-Encoding: chunked").endsWith("0\r\nX-Sum: 4\r\n\r\n");
        }
    }

    @Test
    void an_interim_response_is_passed_on_before_the_response() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            Wire.Head interim = wire.get("/hints").readHead().orElseThrow();
            assertThat(interim.status()).isEqualTo(103);
            assertThat(interim.field("Link")).contains("</style.css>; rel=preload");
        }
    }

    @Test
    void a_response_that_comes_before_the_end_of_the_request_arrives() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            wire.request("POST", "/early", "Host: a", "Content-Length: 1000000").write("only the beginning");
            assertThat(wire.readAll()).startsWith("HTTP/1.1 413 ").contains("too much");
        }
    }

    @Test
    void hop_by_hop_fields_go_no_further_and_those_of_a_proxy_are_added() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            wire.request(
                    "GET",
                    "/fields",
                    "Host: shop.test",
                    "Connection: X-Hop",
                    "X-Hop: 1",
                    "Keep-Alive: 5",
                    "X-Forwarded-For: 1.2.3.4");
            assertThat(wire.readBody())
                    .doesNotContain("x-hop")
                    .doesNotContain("keep-alive: 5")
                    .doesNotContain("1.2.3.4")
                    .contains("via: 1.1 ")
                    .contains("x-forwarded-for: ")
                    .contains("x-forwarded-host: shop.test")
                    .contains("x-forwarded-proto: http");
        }
    }

    @Test
    void a_proxy_that_is_trusted_has_its_list_of_clients_extended() {
        assertThat(client.shell("curl -sSf -H 'X-Forwarded-For: 1.2.3.4' http://"
                        + weir.box().at(TRUSTING) + "/fields"))
                .contains("x-forwarded-for: 1.2.3.4, " + client.address());
        assertThat(weir.logged("listener", "trusting").field("client")).startsWith("1.2.3.4");
    }

    @Test
    void a_route_is_found_by_host_path_method_and_header() throws IOException {
        assertThat(name("GET", "/name", "Host: web.test")).startsWith("one ");
        assertThat(name("GET", "/name", "Host: two.test")).startsWith("two ");
        assertThat(name("GET", "/name", "Host: web.test", "X-Canary: 1")).startsWith("two ");
        // Either server may answer; only the log tells that it was by the route for the method.
        name("PUT", "/name?by-method", "Host: web.test", "Content-Length: 0");
        assertThat(weir.logged("/name?by-method").field("backend")).isEqualTo("weighted");
    }

    @Test
    void a_route_edits_what_it_forwards_in_both_directions() {
        HttpResponse<String> response =
                weir.send(HttpRequest.newBuilder(weir.url("/api/fields?a=b")).header("Cookie", "c=d"));
        assertThat(response.body())
                .startsWith("/fields?a=b\n")
                .contains("x-tenant: a")
                .doesNotContain("cookie");
        assertThat(response.headers().map())
                .containsEntry("X-Seen", List.of("weir"))
                .doesNotContainKey("X-Internal");
    }

    @Test
    void a_route_redirects_or_answers_by_itself() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            Wire.Head moved = wire.get("/moved/on?a=b").readMessage().head();
            assertThat(moved.status()).isEqualTo(308);
            assertThat(moved.field("Location")).contains("https://weir.test/moved/on?a=b");
        }
        assertThat(weir.get("/answer").body()).isEqualTo("by itself");
        assertThat(weir.logged("/answer").field("server")).isIn("", "-");
    }

    @Test
    void servers_get_requests_by_their_weight() {
        Map<String, Long> each = IntStream.range(0, 40)
                .mapToObj(i -> weir.send(
                                HttpRequest.newBuilder(weir.url("/name?" + i)).PUT(HttpRequest.BodyPublishers.noBody()))
                        .body())
                .collect(Collectors.groupingBy(name -> name.substring(0, name.indexOf(' ')), Collectors.counting()));
        assertThat(each).containsEntry("one", 30L).containsEntry("two", 10L);
    }

    @Test
    void a_server_has_no_more_exchanges_than_it_may_and_the_others_wait_in_line() throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(clients.submit(() -> weir.get("/busy").body()));
            }
            for (Future<String> each : all) {
                assertThat(each.get()).as("requests that ran at once").isIn("1", "2");
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(weir.metrics().count("weir_slot_wait_seconds_count")).isPositive();
    }

    private static String name(String method, String target, String... fields) throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            return wire.request(method, target, fields).readBody();
        }
    }
}
