package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WebSocket through the program, between a server and a client of Node's {@code ws}. */
final class WebSocketIT {

    private static final int IDLE = 1_000;

    @TempDir
    Path directory;

    @Test
    void all_that_a_client_can_see_is_as_without_a_proxy() throws IOException {
        try (WebSocketPeers server = WebSocketPeers.server(directory);
                WeirProcess weir = WeirProcess.http(directory, server.address())) {
            String direct =
                    WebSocketPeers.check("ws://" + server.address()).succeeded().out();
            String proxied = WebSocketPeers.check(webSocket(weir)).succeeded().out();
            assertThat(proxied).isEqualTo(direct).endsWith(" checks passed\n");
            weir.assertAtRest();
        }
    }

    @Test
    void messages_of_16_mib_pass_with_two_buffers() throws IOException {
        try (WebSocketPeers server = WebSocketPeers.server(directory);
                WeirProcess weir =
                        WeirProcess.http(directory, server.address(), "weir.buffers { count = 2, reserve = 1 }")) {
            WebSocketPeers.check(webSocket(weir)).succeeded();
            weir.assertAtRest();
        }
    }

    @Test
    void a_thousand_idle_tunnels_hold_no_buffer_and_wake_up() throws IOException {
        try (WebSocketPeers server = WebSocketPeers.server(directory);
                WeirProcess weir = WeirProcess.http(directory, server.address(), "weir.buffers.count = 8");
                WebSocketPeers client = WebSocketPeers.idleClient(directory, webSocket(weir), IDLE)) {
            client.awaitLines(1);
            weir.assertAtRest();
            assertThat(weir.metrics().count("weir_sessions")).isEqualTo(IDLE);
            client.goOn();
            client.awaitLines(2);
            weir.assertAtRest();
            client.goOn();
            assertThat(client.process().awaitExit(Eventually.SOON)).isZero();
            Eventually.passes(
                    () -> assertThat(weir.metrics().count("weir_sessions")).isZero());
            // An exchange is counted a moment after its session has left.
            Eventually.passes(() -> assertThat(weir.metrics().count("weir_exchanges_total", "reason=\"done\""))
                    .isEqualTo(IDLE));
        }
    }

    private static String webSocket(WeirProcess weir) {
        return weir.url("").replace("http:", "ws:");
    }
}
