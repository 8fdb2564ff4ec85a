package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Lease;
import io.weir.buffer.WaitClass;
import io.weir.testing.wire.Content;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections of which nothing is read, and what is seen of them all the same: a reset, and nothing else. */
final class LookForResetTest {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void who_reads_while_one_looks_gets_the_bytes() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.other.send("now");
            bench.onLoop(() -> {
                bench.connection.lookForReset();
                bench.connection.read(WaitClass.START);
            });
            bench.await("bytes");
            assertThat(bench.events.bytes()).isEqualTo("now");
        }
    }

    @Test
    void who_pauses_while_one_looks_is_left_alone() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.other.send("later");
            bench.onLoop(() -> {
                bench.connection.lookForReset();
                bench.connection.pause();
            });
            bench.turn();
            bench.turn();
            assertThat(bench.events.told()).isEmpty();
        }
    }

    @Test
    void who_waits_for_a_buffer_keeps_its_place_and_reads_when_it_has_one() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            Lease held = bench.take();
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.other.send("x");
            bench.await("wait begins");
            bench.onLoop(bench.connection::lookForReset);
            bench.turn();
            bench.turn();
            assertThat(bench.events.count("wait begins")).isEqualTo(1);
            held.close();
            bench.await("bytes");
            assertThat(bench.events.bytes()).isEqualTo("x");
        }
    }

    // Its end would be reported as a reset is, and bytes before it may still be wanted.
    @Test
    void when_our_side_has_ended_nobody_looks() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(bench.connection::shutdownOutput);
            bench.other.send("last words").finish();
            bench.onLoop(bench.connection::lookForReset);
            bench.turn();
            bench.turn();
            assertThat(bench.events.told()).isEmpty();
            bench.onLoop(() -> bench.connection.read(WaitClass.START));
            bench.await("bytes");
            assertThat(bench.events.bytes()).isEqualTo("last words");
        }
    }

    @Test
    void a_stalled_write_goes_on_while_one_looks() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 4096)) {
            bench.other.send("unread");
            int sent = 0;
            boolean taken = true;
            while (taken) {
                taken = bench.askLoop(() ->
                                bench.connection.write(bench.take().buffer().writeZero(LoopBench.BUFFER_SIZE)))
                        == io.weir.connection.Written.ALL;
                sent += LoopBench.BUFFER_SIZE;
            }
            bench.onLoop(bench.connection::lookForReset);
            assertThat(bench.other.in().readNBytes(sent)).hasSize(sent);
            bench.await("drained");
        }
    }

    // It used to hold its buffer until write-stall, five minutes, because nothing was read from the client any more.
    @Test
    void an_upload_whose_client_is_gone_ends_although_its_server_never_reads() throws IOException {
        ScriptedServer server = scene.serverOfReceiveBuffer(4096);
        RunningProxy proxy = scene.http(server).parkedBytes(0).start();
        ScriptedConnection client = proxy.connect();
        client.sendHead("PUT / HTTP/1.1", "Host: a", "Content-Length: " + Long.MAX_VALUE);
        scene.beside(() -> {
            try {
                return client.send(Content.of(1, Long.MAX_VALUE));
            } catch (IOException gone) {
                return client;
            }
        });
        // Before that the beginning of the request is held as well.
        server.accept().readHead();
        proxy.awaitLevel("stalled", level -> level.stalled() == 1);
        client.reset();
        proxy.awaitStatus("gone", status -> status.sessions() == 0);
        proxy.awaitLevel("given back", level -> level.leased() == 0);
        assertThat(proxy.nextEnded().reason()).isEqualTo("client-abort");
    }
}
