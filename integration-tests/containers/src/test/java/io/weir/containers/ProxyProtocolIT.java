package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY protocol, sent by curl and by Weir, and understood by nginx, which answers by the client that it was told of. */
final class ProxyProtocolIT {

    private static final int ACCEPTING = 8081;
    private static final int DISTRUSTING = 8082;

    private static Net net;
    private static Box client;
    private static Box nginx;

    @BeforeAll
    static void start() {
        net = Net.create();
        client = Box.idle(net);
        nginx = Servers.nginx(net);
    }

    @AfterAll
    static void stop() {
        Closing.all(nginx, client, net);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void a_server_is_told_of_the_client_by_a_header_of_either_version(String version) {
        try (Weir weir = before(version)) {
            assertThat(client.shell("curl -sSf " + weir.inner("/"))).isEqualTo(client.address());
            weir.assertAtRest();
        }
    }

    @Test
    void a_trusted_peer_that_tells_of_a_client_is_believed_and_another_is_turned_away() {
        try (Weir weir = before("v2")) {
            String curl = "curl -sS --haproxy-protocol http://" + weir.box().address() + ":";
            // curl tells of itself.
            assertThat(client.shell(curl + ACCEPTING)).isEqualTo(client.address());
            assertThat(client.run("bash", "-c", curl + DISTRUSTING).getExitCode())
                    .isNotZero();
            Eventually.holds(
                    "it is counted",
                    () -> weir.metrics().count("weir_sessions_refused_total", "reason=\"proxy-protocol-untrusted\"")
                            == 1);
        }
    }

    @Test
    void a_client_is_known_behind_two_proxies() {
        try (Weir inner = before("v1");
                Weir outer =
                        Weir.configured(net, configuration("v2", inner.box().at(ACCEPTING)))) {
            assertThat(client.shell("curl -sSf " + outer.inner("/"))).isEqualTo(client.address());
            assertThat(inner.logged("/").field("client")).startsWith(client.address());
            assertThat(inner.logged("/").field("peer")).startsWith(outer.box().address());
        }
    }

    private static Weir before(String version) {
        return Weir.configured(net, configuration(version, nginx.at(Servers.NGINX_PROXIED)));
    }

    private static String configuration(String version, String server) {
        return """
                weir {
                  listeners.web { bind = ":8080", backend = told }
                  listeners.accepting { bind = ":8081", backend = told, proxy-protocol = on, trusted = [ "%s" ] }
                  listeners.distrusting { bind = ":8082", backend = told, proxy-protocol = on, trusted = [ "192.0.2.1" ] }
                  backends.told { proxy-protocol = %s, servers.one.address = "%s" }
                  admin.bind = ":9901"
                }
                """.formatted(net.all(), version, server);
    }
}
