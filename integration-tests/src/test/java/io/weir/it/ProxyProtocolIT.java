package io.weir.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY protocol as HAProxy, curl and these tests speak it: in front of the program and behind it. */
final class ProxyProtocolIT {

    private static final byte[] LINE = "PROXY TCP4 203.0.113.9 192.0.2.80 4711 443\r\n".getBytes(US_ASCII);
    private static final byte[] BINARY =
            HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "cb007109" + "c0000250" + "126701bb");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"http", "tcp"})
    void who_a_header_tells_is_the_client_in_the_log(String protocol) throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, """
                        weir {
                          listeners.main {
                            bind = "127.0.0.1:0", protocol = %s, backend = main, trusted = [ 127.0.0.1 ], proxy-protocol = on
                          }
                          backends.main.servers.one.address = "%s"
                          admin.bind = "127.0.0.1:0"
                        }
                        """.formatted(protocol, server.address()))) {
            for (byte[] header : List.of(LINE, BINARY)) {
                try (Wire client = Wire.to(weir.address())) {
                    client.write(header).get("/told");
                    assertThat(client.readMessage().body()).isEqualTo("this is /told");
                    String told = "client=203.0.113.9:4711 peer=127.0.0.1:" + client.localPort();
                    client.endOutput();
                    Eventually.passes(() -> assertThat(weir.out()).contains(told));
                }
            }
            weir.assertAtRest();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void the_client_is_who_connected_to_haproxy(String option) throws IOException {
        try (FakeServer server = FakeServer.start(client -> {
                    for (var head = client.readHead(); head.isPresent(); head = client.readHead()) {
                        client.answer(head.get().field("X-Forwarded-Port").orElse("none"));
                    }
                });
                WeirProcess weir = WeirProcess.run(directory, """
                        weir {
                          listeners.main {
                            bind = "127.0.0.1:0", backend = main, trusted = [ 127.0.0.1 ], proxy-protocol = on
                          }
                          backends.main.servers.one.address = "%s"
                          admin.bind = "127.0.0.1:0"
                        }
                        """.formatted(server.address()));
                Haproxy haproxy =
                        Haproxy.start(directory, """
                        listen front
                          bind 127.0.0.1:{PORT}
                          server weir 127.0.0.1:%d %s
                        """.formatted(weir.address().getPort(), option));
                Wire client = Wire.to(address(haproxy))) {
            assertThat(client.get("/first").readMessage().body()).isEqualTo(Integer.toString(haproxy.port()));
            assertThat(client.get("/second").readMessage().body()).isEqualTo(Integer.toString(haproxy.port()));
            Eventually.passes(() -> assertThat(weir.out())
                    .contains("client=127.0.0.1:" + client.localPort() + " peer=127.0.0.1:")
                    .contains("target=/second"));
            weir.assertAtRest();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void haproxy_is_told_who_connected_to_weir(String version) throws IOException {
        try (Haproxy haproxy = Haproxy.start(directory, """
                        frontend back
                          bind 127.0.0.1:{PORT} accept-proxy
                          http-request return status 200 content-type text/plain lf-string "%[src]:%[src_port]"
                        """);
                WeirProcess weir = WeirProcess.http(
                        directory, haproxy.address(), "weir.backends.main.proxy-protocol = " + version);
                Wire client = Wire.to(weir.address());
                Wire other = Wire.to(weir.address())) {
            for (Wire each : new Wire[] {client, other, client}) {
                assertThat(each.get("/").readMessage().body()).isEqualTo("127.0.0.1:" + each.localPort());
            }
            assertThat(weir.metrics().count("weir_server_idle"))
                    .as("back connections kept")
                    .isZero();
            weir.assertAtRest();
        }
    }

    @Test
    void a_relay_tells_haproxy_too() throws IOException {
        try (Haproxy haproxy = Haproxy.start(directory, """
                        frontend back
                          bind 127.0.0.1:{PORT} accept-proxy
                          http-request return status 200 content-type text/plain lf-string "%[src]:%[src_port]"
                        """);
                WeirProcess weir =
                        WeirProcess.tcp(directory, haproxy.address(), "weir.backends.main.proxy-protocol = v2");
                Wire client = Wire.to(weir.address())) {
            assertThat(client.get("/").readMessage().body()).isEqualTo("127.0.0.1:" + client.localPort());
        }
    }

    @Test
    void curl_is_believed_where_it_is_trusted() throws IOException {
        try (FakeServer server = FakeServer.thatTellsTargets();
                WeirProcess weir = WeirProcess.run(directory, """
                        weir {
                          listeners.main { bind = "127.0.0.1:0", backend = main, trusted = [ 127.0.0.1 ], proxy-protocol = on }
                          listeners.other { bind = "127.0.0.1:0", backend = main, trusted = [ 192.0.2.1 ], proxy-protocol = on }
                          backends.main.servers.one.address = "%s"
                          admin.bind = "127.0.0.1:0"
                          access-log.format = off
                        }
                        """.formatted(server.address()))) {
            assertThat(Finished.run(Tool.CURL.with("-sS", "--haproxy-protocol", weir.url("/curl")))
                            .succeeded()
                            .out())
                    .isEqualTo("this is /curl");
            InetSocketAddress other = weir.address("other");
            assertThat(Finished.run(Tool.CURL.with(
                                    "-sS", "--haproxy-protocol", "http://127.0.0.1:" + other.getPort() + "/"))
                            .exitCode())
                    .isNotZero();
            assertThat(weir.metrics().count("weir_sessions_refused_total", "reason=\"proxy-protocol-untrusted\""))
                    .isEqualTo(1);
        }
    }

    private static InetSocketAddress address(Haproxy haproxy) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), haproxy.port());
    }
}
