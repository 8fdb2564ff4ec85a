package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tunnels after a 101, to Node. */
final class WebSocketIT {

    private static final int LARGE = 3_000_000;

    private static Net net;
    private static Box node;
    private static Weir weir;

    @BeforeAll
    static void start() {
        net = Net.create();
        node = Servers.node(net, "node");
        weir = Weir.configured(net, """
                weir {
                  listeners.web { bind = ":8080", backend = node, upgrades = [ websocket, chat ] }
                  backends.node.servers.one.address = "%s"
                  admin.bind = ":9901"
                }
                """.formatted(node.at(Servers.NODE)));
    }

    @AfterAll
    static void stop() {
        Closing.all(weir, node, net);
    }

    @Test
    void messages_come_back_and_an_idle_websocket_holds_no_buffer() throws Exception {
        Echoes echoes = new Echoes();
        URI url = URI.create("ws://127.0.0.1:" + weir.address().getPort() + "/echo");
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(url, echoes)
                .get(1, TimeUnit.MINUTES);
        byte[] sent = new byte[LARGE];
        sent[LARGE - 1] = 7;
        socket.sendBinary(ByteBuffer.wrap(sent), true).get(1, TimeUnit.MINUTES);
        assertThat(echoes.next()).isEqualTo(sent);

        weir.assertAtRest();
        assertThat(weir.metrics().count("weir_server_active")).isOne();

        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true).get(1, TimeUnit.MINUTES);
        assertThat(echoes.next()).containsExactly(1);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(1, TimeUnit.MINUTES);
        assertThat(weir.logged("/echo").status()).isEqualTo("101");
        assertThat(weir.logged("/echo").reason()).isEqualTo("done");
        weir.assertAtRest();
    }

    @Test
    void another_protocol_that_the_listener_allows_goes_through_as_well() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            wire.request("GET", "/chat", "Host: a", "Connection: upgrade", "Upgrade: chat");
            assertThat(wire.readHead().orElseThrow().status()).isEqualTo(101);
            wire.write("hello").endOutput();
            assertThat(wire.readAll()).isEqualTo("hello");
        }
        weir.assertAtRest();
    }

    @Test
    void one_that_it_does_not_allow_is_not_offered_to_the_server() throws IOException {
        try (Wire wire = Wire.to(weir.address())) {
            wire.request("GET", "/fields", "Host: a", "Connection: upgrade", "Upgrade: other");
            assertThat(wire.readBody()).doesNotContain("upgrade");
        }
    }

    /** Whole messages in their order. */
    private static final class Echoes implements WebSocket.Listener {

        private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        byte[] next() throws InterruptedException {
            byte[] next = messages.poll(1, TimeUnit.MINUTES);
            assertThat(next).as("a message").isNotNull();
            return next;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            message.writeBytes(bytes);
            if (last) {
                messages.add(message.toByteArray());
                message.reset();
            }
            return WebSocket.Listener.super.onBinary(socket, part, last);
        }
    }
}
