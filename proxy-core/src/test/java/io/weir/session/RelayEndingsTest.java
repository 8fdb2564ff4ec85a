package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.route.RouteSettings;
import io.weir.settings.Protocol;
import io.weir.testing.wire.Content;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a TCP relay ends: by two FINs, in whatever order and with whatever between them, or by a RST in whatever state. */
final class RelayEndingsTest {

    private static final Content MEGABYTE = Content.of(1, 1 << 20);
    private static final Content ANOTHER = Content.of(2, 1 << 20);
    // More than the kernels on the way take.
    private static final Content TOO_MUCH = Content.of(3, 64 << 20);

    @RegisterExtension
    final Scene scene = new Scene();

    /** What the two ends do, once they are connected. */
    @FunctionalInterface
    interface Play {
        void play(ScriptedConnection client, ScriptedConnection server) throws IOException;
    }

    static Stream<Arguments> orderly_ends() {
        return Stream.of(
                play("client_first_then_the_server_sends_a_megabyte", (client, server) -> {
                    client.send("ask").finish();
                    server.expect("ask").expectEnd();
                    server.send(MEGABYTE).finish();
                    client.expect(MEGABYTE).expectEnd();
                }),
                play("server_first_then_the_client_sends_a_megabyte", (client, server) -> {
                    server.send("hello").finish();
                    client.expect("hello").expectEnd();
                    client.send(MEGABYTE).finish();
                    server.expect(MEGABYTE).expectEnd();
                }),
                play("both_at_once", (client, server) -> {
                    client.finish();
                    server.finish();
                    client.expectEnd();
                    server.expectEnd();
                }),
                play("the_client_closes_without_a_byte", (client, server) -> {
                    client.finish();
                    server.expectEnd();
                    server.finish();
                    client.expectEnd();
                }),
                play("the_server_closes_without_a_byte", (client, server) -> {
                    server.finish();
                    client.expectEnd();
                    client.finish();
                    server.expectEnd();
                }),
                play("the_client_ends_behind_bytes_that_the_server_has_not_read", (client, server) -> {
                    client.send(Content.of(4, 100_000)).finish();
                    server.send("late").finish();
                    client.expect("late").expectEnd();
                    server.expect(Content.of(4, 100_000)).expectEnd();
                }),
                play("the_server_speaks_first_and_they_take_turns", (client, server) -> {
                    server.send("220 ready");
                    client.expect("220 ready").send("EHLO");
                    server.expect("EHLO").send("250 ok");
                    client.expect("250 ok").send("QUIT").finish();
                    server.expect("QUIT").expectEnd();
                    server.send("221 bye").finish();
                    client.expect("221 bye").expectEnd();
                }));
    }

    @ParameterizedTest
    @MethodSource
    void orderly_ends(Play play) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).start();
        play.play(proxy.connect(), server.accept());
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void both_send_a_megabyte_at_once_and_end() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).start();
        ScriptedConnection front = proxy.connect();
        ScriptedConnection back = accept(proxy, server);
        FutureTask<?> sending = scene.beside(() -> front.send(MEGABYTE).finish());
        FutureTask<?> answering = scene.beside(() -> back.send(ANOTHER).finish());
        FutureTask<?> receiving = scene.beside(() -> {
            back.expect(MEGABYTE).expectEnd();
            return back;
        });
        front.expect(ANOTHER).expectEnd();
        Scene.join(sending);
        Scene.join(answering);
        Scene.join(receiving);
        var ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("done");
        assertThat(ended.requestBytes()).isEqualTo(1 << 20);
        assertThat(ended.responseBytes()).isEqualTo(1 << 20);
    }

    static Stream<Arguments> a_reset_reaches_the_other_side() {
        return Stream.of(
                reset("by_the_client_before_a_byte", "client-abort", (client, server) -> {
                    client.reset();
                    server.expectReset();
                }),
                reset("by_the_server_before_a_byte", "server-closed", (client, server) -> {
                    server.reset();
                    client.expectReset();
                }),
                reset("by_the_client_when_idle", "client-abort", (client, server) -> {
                    exchangeWords(client, server);
                    client.reset();
                    server.expectReset();
                }),
                reset("by_the_server_when_idle", "server-closed", (client, server) -> {
                    exchangeWords(client, server);
                    server.reset();
                    client.expectReset();
                }),
                reset("by_the_server_after_the_client's_FIN", "server-closed", (client, server) -> {
                    client.send("ask").finish();
                    server.expect("ask").expectEnd();
                    server.reset();
                    client.expectReset();
                }),
                reset("by_the_client_after_the_server's_FIN", "client-abort", (client, server) -> {
                    server.send("hello").finish();
                    client.expect("hello").expectEnd();
                    client.reset();
                    server.expectReset();
                }),
                reset("by_the_client_after_its_own_FIN", "client-abort", (client, server) -> {
                    client.send("ask").finish();
                    server.expect("ask").expectEnd();
                    client.reset();
                    sendUntilRefused(server);
                }),
                reset("by_the_server_after_its_own_FIN", "server-closed", (client, server) -> {
                    server.send("hello").finish();
                    client.expect("hello").expectEnd();
                    server.reset();
                    sendUntilRefused(client);
                }));
    }

    @ParameterizedTest
    @MethodSource
    void a_reset_reaches_the_other_side(Play play, String reason) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).start();
        ScriptedConnection client = proxy.connect();
        ScriptedConnection back = accept(proxy, server);
        play.play(client, back);
        assertThat(proxy.nextEnded().reason()).isEqualTo(reason);
    }

    @Test
    void a_reset_by_the_client_in_the_midst_of_its_upload_reaches_the_server() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).start();
        ScriptedConnection front = proxy.connect();
        ScriptedConnection back = accept(proxy, server);
        scene.beside(() -> {
            front.send(MEGABYTE).reset();
            return front;
        });
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }

    @Test
    void a_reset_by_the_server_in_the_midst_of_its_download_reaches_the_client() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).start();
        ScriptedConnection front = proxy.connect();
        ScriptedConnection back = accept(proxy, server);
        scene.beside(() -> {
            back.send(MEGABYTE).reset();
            return back;
        });
        front.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("server-closed");
    }

    @Test
    void a_reset_by_the_client_that_stalls_its_download_ends_the_relay() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                scene.tcp(server).parkedBytes(0).socketBuffers(64 * 1024).start();
        ScriptedConnection front = proxy.connect(RunningProxy.FRONT, 4096);
        ScriptedConnection back = accept(proxy, server);
        FutureTask<?> sending = scene.beside(() -> sendUntilRefused(back));
        proxy.awaitLevel("a stalled buffer", level -> level.stalled() == 1);
        front.reset();
        Scene.join(sending);
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }

    @Test
    void a_reset_by_the_server_that_stalls_an_upload_ends_the_relay() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(4096);
        RunningProxy proxy =
                scene.tcp(server).parkedBytes(0).socketBuffers(64 * 1024).start();
        ScriptedConnection front = proxy.connect();
        ScriptedConnection back = accept(proxy, server);
        FutureTask<?> sending = scene.beside(() -> sendUntilRefused(front));
        proxy.awaitLevel("a stalled buffer", level -> level.stalled() == 1);
        back.reset();
        Scene.join(sending);
        assertThat(proxy.nextEnded().reason()).isEqualTo("server-closed");
    }

    // While the sink stalls its source is not read, so the end of the source is seen when the sink goes on.
    @Test
    void a_reset_by_the_server_behind_a_stalled_download_reaches_the_client_when_it_reads() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                scene.tcp(server).parkedBytes(0).socketBuffers(64 * 1024).start();
        ScriptedConnection front = proxy.connect(RunningProxy.FRONT, 4096);
        ScriptedConnection back = accept(proxy, server);
        scene.beside(() -> back.send(Content.of(5, 200_000)));
        proxy.awaitLevel("a stalled buffer", level -> level.stalled() == 1);
        back.reset();
        front.expectReset();
        assertThat(proxy.nextEnded().reason()).isEqualTo("server-closed");
    }

    @Test
    void a_server_that_refuses_resets_the_client() throws IOException {
        RunningProxy proxy = scene.proxy()
                .listener(RunningProxy.FRONT, Protocol.TCP, RouteSettings.everything("b"))
                .server("b", scene.nobody())
                .start();
        try {
            proxy.connect().expectReset();
        } catch (SocketException resetWhileConnecting) {
            // It comes so soon that the client has not yet seen that it is connected.
            assertThat(resetWhileConnecting).hasMessageContaining("reset");
        }
        var ended = proxy.nextEnded();
        assertThat(ended.reason()).isEqualTo("connect-failed");
        assertThat(ended.attempts()).isEqualTo(1);
    }

    // A server that resets at once may otherwise do so before the proxy has seen that it is connected.
    private static ScriptedConnection accept(RunningProxy proxy, ScriptedServer server) throws IOException {
        ScriptedConnection back = server.accept();
        proxy.await("connected", () -> proxy.connected() == 1);
        return back;
    }

    private static void exchangeWords(ScriptedConnection client, ScriptedConnection server) throws IOException {
        client.send("ping");
        server.expect("ping").send("pong");
        client.expect("pong");
    }

    private static ScriptedConnection sendUntilRefused(ScriptedConnection sender) {
        try {
            sender.send(TOO_MUCH);
        } catch (IOException e) {
            return sender;
        }
        throw new AssertionError("all was taken");
    }

    private static Arguments play(String name, Play play) {
        return arguments(named(name, play));
    }

    private static Arguments reset(String name, String reason, Play play) {
        return arguments(named(name, play), reason);
    }
}
