package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP before nginx, Apache and Node, used by curl and wrk. */
final class HttpServersIT {

    private static Net net;
    private static Box client;
    private static Box nginx;
    private static Box apache;
    private static Box node;
    private static Weir weir;

    @BeforeAll
    static void start() {
        net = Net.create();
        client = Box.idle(net);
        nginx = Servers.nginx(net);
        apache = Servers.apache(net);
        node = Servers.node(net, "node");
        weir = Weir.configured(
                net, """
                weir {
                  listeners.web {
                    bind = ":8080"
                    routes = [
                      { host = "nginx.test", backend = nginx }
                      { host = "apache.test", backend = apache }
                      { backend = node }
                    ]
                  }
                  backends.nginx.servers.one.address = "%s"
                  backends.apache.servers.one.address = "%s"
                  backends.node.servers.one.address = "%s"
                  admin.bind = ":9901"
                }
                """.formatted(nginx.at(Servers.NGINX), apache.at(Servers.APACHE), node.at(Servers.NODE)));
    }

    @AfterAll
    static void stop() {
        Closing.all(weir, node, apache, nginx, client, net);
    }

    @AfterEach
    void nothing_is_left_in_the_pool() {
        weir.assertAtRest();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nginx", "apache"})
    void a_download_arrives_byte_by_byte(String server) {
        Box box = server.equals("nginx") ? nginx : apache;
        String served = box.shell("sha256sum < /srv/big");
        for (String version : new String[] {"--http1.0", "--http1.1"}) {
            assertThat(curl(version + " -H 'Host: " + server + ".test' " + weir.inner("/big") + " | sha256sum"))
                    .isEqualTo(served);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Expect:", "Expect: 100-continue", "Transfer-Encoding: chunked"})
    void an_upload_arrives_byte_by_byte(String field) {
        String sum = client.shell("head -c 30000000 /dev/urandom > /tmp/sent && sha256sum < /tmp/sent | cut -d' ' -f1");
        assertThat(curl("-T /tmp/sent -H '" + field + "' " + weir.inner("/sum")))
                .isEqualTo("30000000 " + sum.strip());
    }

    @Test
    void a_body_in_chunks_arrives_like_one_of_known_length() {
        String direct = curl("http://" + node.at(Servers.NODE) + "/bytes/5000000 | sha256sum");
        assertThat(curl(weir.inner("/bytes/5000000") + " | sha256sum")).isEqualTo(direct);
        assertThat(curl(weir.inner("/chunked/5000000") + " | sha256sum")).isEqualTo(direct);
    }

    @Test
    void wrk_on_200_connections_meets_no_error() {
        String told = client.shell("wrk -t1 -c200 -d3s --timeout 20s -H 'Host: nginx.test' " + weir.inner("/page"));
        assertThat(told).contains("requests in").doesNotContain("Socket errors").doesNotContain("Non-2xx");
    }

    private static String curl(String arguments) {
        return client.shell("curl -sSf --max-time 60 " + arguments);
    }
}
