package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Content;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpMessage;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.Phase;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that answer before they have read the request. */
final class EarlyResponseTest {

    private static final Content LARGE = Content.of(1, 20 << 20);

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    @Test
    void the_client_gets_the_response_although_its_body_is_not_read() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 1000").send("beginning");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect("beginning");
        back.sendHead("HTTP/1.1 413 Too much", "Content-Length: 3").send("no!");
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.text()).isEqualTo("no!");
        assertThat(response.field("Connection")).isEqualTo("close");
        client.expectEnd();
        back.expectGone();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        assertThat(proxy.server().idle()).isZero();
    }

    // It ends its side at once, but closes when the client does, or after a while: a reset could overtake the response.
    @Test
    void the_client_may_send_the_rest_of_its_body_and_then_read() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).clock(clock).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: " + LARGE.length());
        ScriptedConnection back = server.accept();
        back.readHead();
        back.send(HttpScript.ok("early"));
        back.expectGone();
        client.send(LARGE).finish();
        assertThat(client.readResponse().text()).isEqualTo("early");
        client.expectEnd();
        proxy.awaitQuiescence();
    }

    @Test
    void a_client_that_is_silent_after_it_is_closed_in_the_end() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).clock(clock).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 10");
        ScriptedConnection back = server.accept();
        back.readHead();
        back.send(HttpScript.ok("early"));
        client.readResponse();
        client.expectEnd();
        assertThat(proxy.status().sessions()).isEqualTo(1);
        clock.release();
        proxy.awaitStatus("closed", status -> status.sessions() == 0);
    }

    @Test
    void a_response_comes_through_although_the_server_resets_because_of_the_unread_body() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 100000");
        client.send(Content.of(1, 50_000));
        ScriptedConnection back = server.accept();
        back.readHead();
        // With bytes unread the kernel sends a reset behind the response.
        back.sendHead("HTTP/1.1 413 Too much", "Content-Length: 3", "Connection: close")
                .send("no!");
        back.close();
        HttpMessage response = client.readResponse();
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.text()).isEqualTo("no!");
    }

    @Test
    void a_server_that_reads_nothing_may_still_answer() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(8 * 1024);
        RunningProxy proxy =
                scene.http(server).parkedBytes(0).socketBuffers(64 * 1024).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: " + LARGE.length());
        sendWhatIsTaken(client);
        ScriptedConnection back = server.accept();
        back.readHead();
        proxy.awaitLevel("upload stalled", level -> level.stalled() == 1);
        back.send(HttpScript.ok("early"));
        assertThat(client.readResponse().text()).isEqualTo("early");
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        client.close();
        proxy.awaitQuiescence();
    }

    private void sendWhatIsTaken(ScriptedConnection from) {
        scene.beside(() -> {
            try {
                from.send(LARGE);
            } catch (IOException e) {
                // The proxy need not take all of it.
            }
            return from;
        });
    }

    // The socket of the server is writable for ever then. That cost a whole processor until the client had read the
    // response.
    @Test
    void a_server_that_resets_behind_a_long_early_response_leaves_no_event_that_serves_nobody() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(8 * 1024);
        RunningProxy proxy =
                scene.http(server).parkedBytes(0).socketBuffers(64 * 1024).start();
        ScriptedConnection client = proxy.connect(RunningProxy.FRONT, 4096);
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: " + LARGE.length());
        sendWhatIsTaken(client);
        ScriptedConnection back = server.accept();
        back.readHead();
        proxy.awaitLevel("upload stalled", level -> level.stalled() == 1);
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: " + LARGE.length());
        sendWhatIsTaken(back);
        proxy.awaitLevel("response stalled", level -> level.stalled() == 2);
        back.reset();
        proxy.awaitLevel("upload given up", level -> level.stalled() == 1);
        for (int turn = 0; turn < 10; turn++) {
            client.in().readNBytes(1);
            assertThat(proxy.status().unwantedEvents()).isZero();
        }
        client.reset();
        proxy.awaitQuiescence();
    }

    @Test
    void a_long_response_goes_on_while_the_body_is_still_sent() throws IOException {
        Content download = Content.of(2, 1 << 20);
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server).buffers(2, 0).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: 200000").send(Content.of(1, 100_000));
        ScriptedConnection back = server.accept();
        back.readHead();
        back.expect(Content.of(1, 100_000));
        scene.beside(() -> back.sendHead("HTTP/1.1 200 OK", "Content-Length: " + download.length())
                .send(download));
        assertThat(client.readHead().field("Connection")).isEqualTo("close");
        client.send(Content.of(3, 100_000));
        back.expect(Content.of(3, 100_000));
        client.expect(download).expectEnd();
        assertThat(proxy.nextEnded().reason()).isEqualTo("done");
    }

    @Test
    void a_client_that_stalls_its_response_is_broken_off_in_the_end() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.http(server)
                .socketBuffers(64 * 1024)
                .timeout(Phase.WRITE_STALL, Duration.ofMillis(200))
                .start();
        ScriptedConnection client = proxy.connect(RunningProxy.FRONT, 4096);
        client.sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        back.sendHead("HTTP/1.1 200 OK", "Content-Length: " + LARGE.length());
        scene.beside(() -> {
            try {
                back.send(LARGE);
            } catch (IOException e) {
                return back;
            }
            throw new AssertionError("all was taken");
        });
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-stall-timeout");
        client.expectReset();
    }
}
