package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Content;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many TCP relays through hardly any buffer: nobody is forgotten, and not a byte is lost. */
final class RelayScarcityTest {

    private static final int RELAYS = 24;
    private static final int MOST_PIECE = 3000;

    @RegisterExtension
    final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "1, 0, 2", "1, 2, 2", "2, 0, 2", "3, 1, 2"})
    void slow_relays_share_a_few_buffers_whoever_ends_first(int count, int reserve, int seed) throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy = scene.tcp(server).buffers(count, reserve).start();
        SplittableRandom random = new SplittableRandom(seed);
        List<Sender> senders = new ArrayList<>();
        List<FutureTask<?>> receivers = new ArrayList<>();
        for (int i = 0; i < RELAYS; i++) {
            ScriptedConnection client = proxy.connect();
            ScriptedConnection back = server.accept();
            Sender up = new Sender(client, Content.of(i, 20_000 + random.nextInt(60_000)), i % 2 == 0);
            Sender down = new Sender(back, Content.of(100 + i, 20_000 + random.nextInt(60_000)), i % 2 != 0);
            receivers.add(scene.beside(() -> receive(back, up, down)));
            receivers.add(scene.beside(() -> receive(client, down, up)));
            senders.add(up);
            senders.add(down);
        }
        while (!senders.isEmpty()) {
            int chosen = random.nextInt(senders.size());
            if (!senders.get(chosen).sendPiece(1 + random.nextInt(MOST_PIECE))) {
                senders.remove(chosen);
            }
            assertThat(proxy.level().leased()).isLessThanOrEqualTo(count + 2 * reserve);
        }
        receivers.forEach(Scene::join);
        for (int i = 0; i < RELAYS; i++) {
            assertThat(proxy.nextEnded().reason()).isEqualTo("done");
        }
    }

    @Test
    void a_client_that_does_not_read_leaves_the_only_buffer_to_the_others() throws IOException {
        ScriptedServer server = scene.server();
        RunningProxy proxy =
                scene.tcp(server).buffers(1, 0).socketBuffers(64 * 1024).start();
        ScriptedConnection lazy = proxy.connect(RunningProxy.FRONT, 4096);
        ScriptedConnection generous = server.accept();
        Content download = Content.of(1, 1 << 20);
        scene.beside(() -> generous.send(download).finish());
        ScriptedConnection lively = proxy.connect();
        ScriptedConnection answering = server.accept();
        for (int i = 0; i < 200; i++) {
            lively.send("ping");
            answering.expect("ping").send("pong");
            lively.expect("pong");
        }
        lazy.expect(download).expectEnd();
    }

    private static ScriptedConnection receive(ScriptedConnection connection, Sender coming, Sender own)
            throws IOException, InterruptedException {
        connection.expect(coming.content).expectEnd();
        own.otherHasEnded();
        return connection;
    }

    /** Sends its content in pieces, and ends; if it is not the one to end first, what remains waits for the other's end. */
    private static final class Sender {

        private static final int KEPT_BACK = 1000;

        final Content content;
        private final ScriptedConnection connection;
        private final boolean endsFirst;
        private final CountDownLatch sentSoFar = new CountDownLatch(1);
        private long sent;

        Sender(ScriptedConnection connection, Content content, boolean endsFirst) {
            this.connection = connection;
            this.content = content;
            this.endsFirst = endsFirst;
        }

        /** Returns whether there is more. */
        boolean sendPiece(int length) throws IOException {
            long end = endsFirst ? content.length() : content.length() - KEPT_BACK;
            long to = Math.min(end, sent + length);
            content.writeTo(connection.out(), sent, to);
            sent = to;
            if (to < end) {
                return true;
            }
            if (endsFirst) {
                connection.finish();
            }
            sentSoFar.countDown();
            return false;
        }

        void otherHasEnded() throws IOException, InterruptedException {
            if (!endsFirst) {
                sentSoFar.await();
                content.writeTo(connection.out(), content.length() - KEPT_BACK, content.length());
                connection.finish();
            }
        }
    }
}
