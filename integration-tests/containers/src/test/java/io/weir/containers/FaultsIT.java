package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Eventually;
import io.weir.kit.LevelWatch;
import io.weir.kit.Scrape;
import io.weir.kit.Wire;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A server that stands still, dies, or has a bad network, in the middle of what it does. Every exchange has its documented end: the
 * same reason in the answer, the access log and the metric; the traffic of another server goes on meanwhile, nothing stays in the
 * pool, and the server is used again as soon as it can be.
 */
final class FaultsIT {

    private static final int LENGTH = 20_000_000;

    private static final AtomicInteger TARGETS = new AtomicInteger();

    private static Net net;
    private static Box healthy;
    private static Box server;
    private static Faults faults;
    private static Weir weir;

    private Scrape before;

    @BeforeAll
    static void start() {
        net = Net.create();
        healthy = Servers.node(net, "healthy");
        server = Servers.node(net, "server");
        faults = Faults.of(net, server);
        weir = Weir.configured(net, """
                weir {
                  listeners.web {
                    bind = ":8080"
                    routes = [
                      { host = "healthy.test", backend = healthy }
                      { host = "pair.test", backend = pair }
                      { path = "/", backend = ill }
                    ]
                  }
                  backends.ill.servers.one.address = "%1$s"
                  backends.healthy.servers.one.address = "%2$s"
                  backends.pair.servers { one.address = "%1$s", two.address = "%2$s" }
                  # No connection is kept: every request has to connect.
                  timeouts { connect = 4s, response-head = 2s, response-idle = 2s, write-stall = 2s, server-keep-alive = 1ms }
                  admin.bind = ":9901"
                }
                """.formatted(server.at(Servers.NODE), healthy.at(Servers.NODE)));
    }

    @AfterAll
    static void stop() {
        Closing.all(weir, server, healthy, net);
    }

    @BeforeEach
    void look() {
        // Once at least, so that it is counted.
        assertUsedAgain();
        Eventually.holds("no connection is kept", () -> weir.metrics().count("weir_server_idle") == 0);
        before = weir.metrics();
    }

    @AfterEach
    void undo() {
        faults.undo();
    }

    @Test
    void a_server_that_stands_still_in_a_download_is_given_up_after_response_idle() throws IOException {
        String target = download();
        try (Wire client = begun(target)) {
            faults.pause();
            assertCutOff(client, target, "response-idle-timeout");
            assertUnharmed();
        }
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_that_stands_still_before_the_response_is_504_after_response_head() {
        faults.pause();
        assertAnswered(504, "response-head-timeout");
        assertUnharmed();
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_that_stands_still_in_an_upload_is_504_after_write_stall() throws IOException {
        String target = target("/sum?");
        try (Wire client = Wire.to(weir.address())) {
            client.request("POST", target, "Host: a", "Content-Length: " + LENGTH);
            awaitConnected();
            faults.pause();
            Thread writer = new Thread(() -> write(client), "upload");
            writer.setDaemon(true);
            writer.start();
            assertThat(client.readHead().orElseThrow().status()).isEqualTo(504);
            assertEnd(target, "server-stall-timeout");
            assertUnharmed();
        }
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_that_dies_in_a_download_cuts_it_off() throws IOException {
        String target = download();
        try (Wire client = begun(target)) {
            faults.kill();
            // Its network goes with it: what was not sent yet, and the end behind it, may never come.
            assertCutOff(client, target, "server-closed", "response-idle-timeout");
            assertUnharmed();
        }
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_that_dies_in_an_upload_is_502() throws IOException {
        String target = target("/sum?");
        try (Wire client = Wire.to(weir.address())) {
            client.request("POST", target, "Host: a", "Content-Length: " + LENGTH)
                    .write("the beginning");
            awaitConnected();
            faults.kill();
            assertThat(client.readHead().orElseThrow().status()).isEqualTo(502);
            assertEnd(target, "server-closed");
            assertUnharmed();
        }
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void while_a_server_is_dead_the_other_one_of_its_backend_has_its_requests() throws IOException {
        faults.kill();
        for (int i = 0; i < 4; i++) {
            try (Wire client = Wire.to(weir.address())) {
                assertThat(client.request("GET", "/name", "Host: pair.test").readBody())
                        .startsWith("healthy ");
            }
        }
        assertThat(weir.metrics().count("weir_connect_failures_total", "server=\"one\""))
                .isPositive();
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_that_loses_its_network_in_a_download_is_given_up_after_response_idle() throws IOException {
        String target = download();
        try (Wire client = begun(target)) {
            faults.unplug();
            assertCutOff(client, target, "response-idle-timeout");
            assertUnharmed();
        }
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_that_answers_no_connect_is_504_after_connect() {
        faults.swallow(Servers.NODE);
        assertAnswered(504, "connect-timeout");
        assertThat(weir.metrics().count("weir_connect_failures_total", "server=\"one\"", "reason=\"connect-timeout\""))
                .isPositive();
        assertUnharmed();
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_that_refuses_to_connect_is_502() {
        faults.reset(Servers.NODE);
        assertAnswered(502, "connect-failed");
        assertUnharmed();
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_server_whose_connections_are_reset_in_a_download_cuts_it_off() throws IOException {
        String target = download();
        try (Wire client = begun(target)) {
            faults.reset(Servers.NODE);
            assertCutOff(client, target, "server-closed");
            assertUnharmed();
        }
        faults.undo();
        assertUsedAgain();
    }

    @Test
    void a_network_that_loses_every_tenth_packet_loses_no_byte() throws IOException {
        faults.lose(Servers.NODE, 0.1);
        try (Wire client = Wire.to(weir.address())) {
            client.request("POST", "/sum", "Host: a", "Content-Length: 1000000").write(new byte[1_000_000]);
            assertThat(client.readBody()).startsWith("1000000 ");
            assertThat(client.get("/bytes/2000000").readBody()).hasSize(2_000_000);
        }
        assertThat(faults.counters())
                .as("something was lost")
                .anySatisfy(line -> assertThat(line).matches(" *[1-9].*DROP.*"));
        assertUnharmed();
        faults.undo();
        weir.assertAtRest();
    }

    @Test
    void a_slow_network_slows_down_only_who_uses_it() throws IOException {
        faults.slowDown("8mbit");
        try (Wire client = begun("/bytes/3000000");
                LevelWatch level = LevelWatch.start(weir::metrics)) {
            assertUnharmed();
            client.endOutput();
            assertThat(client.readAll()).hasSize(3_000_000);
            level.assertWithinLimit();
        }
        assertThat(weir.logged("/bytes/3000000").reason()).isEqualTo("done");
        faults.undo();
        weir.assertAtRest();
    }

    /** A download that is more than the sockets on its way take. */
    private static String download() {
        return "/bytes/" + (LENGTH + TARGETS.incrementAndGet());
    }

    /** A target that no other request has. */
    private static String target(String path) {
        return path + TARGETS.incrementAndGet();
    }

    /** A client that has the head of its download, and stops there. */
    private static Wire begun(String target) throws IOException {
        Wire client = Wire.to(weir.address());
        client.get(target);
        assertThat(client.readHead().orElseThrow().status()).isEqualTo(200);
        return client;
    }

    // An exchange counts as active while its server is still being connected to, which a fault would end by another
    // reason.
    private void awaitConnected() {
        long connected = before.count("weir_connect_seconds_count", "backend=\"ill\"");
        Eventually.holds(
                "its server is connected",
                () -> weir.metrics().count("weir_connect_seconds_count", "backend=\"ill\"") > connected);
    }

    private void assertCutOff(Wire client, String target, String... reasons) throws IOException {
        int arrived = client.readUpToItsEnd();
        assertThat(arrived).as("bytes of what was cut off").isLessThan(LENGTH);
        assertEnd(target, reasons);
    }

    private void assertAnswered(int status, String reason) {
        String target = target("/name?");
        HttpResponse<String> response = weir.get(target);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(reason);
        assertEnd(target, reason);
    }

    private void assertEnd(String target, String... reasons) {
        String reason = weir.logged(target).reason();
        assertThat(reason).isIn((Object[]) reasons);
        assertThat(failed(weir.metrics(), reason) - failed(before, reason)).isOne();
    }

    private static long failed(Scrape when, String reason) {
        return when.count("weir_exchanges_total", "backend=\"ill\"", "reason=\"" + reason + "\"");
    }

    /** What another server has to do goes on, and what has failed left nothing behind. */
    private static void assertUnharmed() {
        try (Wire client = Wire.to(weir.address())) {
            assertThat(client.request("GET", "/name", "Host: healthy.test").readBody())
                    .startsWith("healthy ");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertUsedAgain() {
        Eventually.holds("it is used again", () -> weir.get("/name").body().startsWith("server "));
        weir.assertAtRest();
    }

    private static void write(Wire client) {
        try {
            client.write(new byte[LENGTH]);
        } catch (IOException theOtherSideHasHadEnough) {
            return;
        }
    }
}
