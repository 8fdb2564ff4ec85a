package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.ContainerConfig;
import io.weir.kit.Closing;
import io.weir.kit.Eventually;
import io.weir.kit.Scrape;
import io.weir.kit.Wire;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image itself: what it needs, what it may, and how it begins and ends. */
final class ImageIT {

    private static final int WRONG_CONFIGURATION = 3;
    private static final int BROKEN_OFF = 7;

    private static Net net;
    private static Box node;

    @BeforeAll
    static void start() {
        net = Net.create();
        node = Servers.node(net, "node");
    }

    @AfterAll
    static void stop() {
        Closing.all(node, net);
    }

    @Test
    void it_serves_from_a_file_system_that_it_cannot_write_to_and_without_any_capability() {
        try (Weir weir =
                Weir.proxy(net, node.at(Servers.NODE), box -> box.readOnly().withoutCapabilities())) {
            assertThat(weir.get("/name").body()).startsWith("node ");
        }
    }

    @Test
    void its_user_is_a_number_and_not_root() {
        assertThat(image().getUser()).matches("65532(:65532)?");
    }

    @Test
    void it_serves_as_any_other_user_too() {
        try (Weir weir = Weir.proxy(net, node.at(Servers.NODE), box -> box.user("12345:12345"))) {
            assertThat(weir.get("/name").body()).startsWith("node ");
        }
    }

    @Test
    void there_is_no_shell_in_it_and_none_is_needed() {
        assertThat(image().getEntrypoint()[0]).doesNotContain("sh");
        try (Weir weir = Weir.proxy(net, node.at(Servers.NODE))) {
            assertThat(weir.box().run("/bin/sh", "-c", "true").getExitCode()).isNotZero();
        }
    }

    @Test
    void the_access_log_is_on_standard_output_and_nothing_else() {
        try (Weir weir = Weir.proxy(net, node.at(Servers.NODE))) {
            weir.get("/name");
            assertThat(weir.logged("/name").status()).isEqualTo("200");
            assertThat(weir.box().out().lines()).hasSize(1);
        }
    }

    @Test
    void sigterm_lets_a_download_end_and_then_the_exit_code_is_0() throws IOException {
        try (Weir weir = Weir.proxy(net, node.at(Servers.NODE));
                Wire client = Wire.to(weir.address())) {
            // More than the sockets on its way take.
            client.get("/bytes/50000000");
            Wire.Head head = client.readHead().orElseThrow();
            terminate(weir);
            Eventually.holds("it drains", () -> weir.admin("/health/ready").statusCode() == 503);
            Eventually.holds("it says so", () -> weir.metrics().count("weir_draining") == 1);
            assertThat(client.readAll()).hasSize(head.contentLength());
            assertThat(weir.box().exitCode()).isZero();
            assertThat(weir.logged("/bytes/50000000").reason()).isEqualTo("done");
        }
    }

    @Test
    void an_exchange_that_does_not_end_is_broken_off_at_the_end_of_the_drain_and_the_exit_code_is_7()
            throws IOException {
        try (Weir weir = Weir.proxy(net, node.at(Servers.NODE), box -> box.environment("WEIR_TIMEOUTS_DRAIN", "1s"));
                Wire client = Wire.to(weir.address())) {
            client.get("/hang");
            Eventually.holds("it runs", () -> weir.metrics().count("weir_server_active") == 1);
            terminate(weir);
            assertThat(weir.box().exitCode()).isEqualTo(BROKEN_OFF);
            assertThat(weir.logged("/hang").reason()).isEqualTo("drain-timeout");
        }
    }

    @Test
    void it_is_healthy_while_it_is_ready_and_unhealthy_while_it_drains() throws IOException {
        assertThat(image().getHealthcheck()).as("health check of the image").isNotNull();
        try (Weir weir = Weir.proxy(net, node.at(Servers.NODE), Box::checkedEverySecond);
                Wire client = Wire.to(weir.address())) {
            Eventually.holds("healthy", () -> weir.box().health().equals("healthy"));
            client.get("/hang");
            Eventually.holds("it runs", () -> weir.metrics().count("weir_server_active") == 1);
            terminate(weir);
            Eventually.holds("unhealthy", () -> weir.box().health().equals("unhealthy"));
        }
    }

    @Test
    void a_wrong_configuration_is_told_with_file_and_line_and_exit_code_3() {
        try (Box refused = Weir.mounted("weir {\n  bufers.count = 1\n}\n").runToEnd()) {
            assertThat(refused.exitCode()).isEqualTo(WRONG_CONFIGURATION);
            assertThat(refused.err()).contains("weir.conf:2: weir.bufers").contains("did you mean");
            assertThat(refused.out()).isEmpty();
        }
    }

    @Test
    void check_tells_that_a_configuration_is_right() {
        String right =
                "weir { listeners.a { bind = \":8080\", backend = b }, backends.b.servers.c.address = \"10.0.0.1:80\" }";
        try (Box check =
                Weir.mounted(right).command("check", "/etc/weir/weir.conf").runToEnd()) {
            assertThat(check.exitCode()).isZero();
            assertThat(check.out() + check.err()).contains("ok");
        }
    }

    @Test
    void a_key_can_be_given_as_an_environment_variable() {
        try (Weir weir = Weir.proxy(net, node.at(Servers.NODE), box -> box.environment("WEIR_BUFFERS_COUNT", "77"))) {
            Scrape now = weir.metrics();
            assertThat(now.count("weir_buffers_limit") - now.count("weir_buffers_reserve_limit"))
                    .isEqualTo(77);
        }
    }

    @Test
    void a_request_goes_to_the_next_server_of_the_command_line_when_one_is_not_there() {
        try (Weir weir = Weir.proxy(net, net.freeAddress() + ":1," + node.at(Servers.NODE))) {
            for (int i = 0; i < 4; i++) {
                assertThat(weir.send(HttpRequest.newBuilder(weir.url("/name"))).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    private static void terminate(Weir weir) {
        Docker.client().killContainerCmd(weir.box().id()).withSignal("TERM").exec();
    }

    private static ContainerConfig image() {
        return Docker.client().inspectImageCmd(Docker.weirImage()).exec().getConfig();
    }
}
