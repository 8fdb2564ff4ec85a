package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.LevelWatch;
import io.weir.kit.Wire;
import io.weir.testing.wire.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One buffer for 24 slow connections in TCP mode, half of which the client ends first, and half of which the server. */
@ExtendWith(Machine.class)
final class OneBufferRelayIT {

    private static final int CONNECTIONS = 24;
    private static final int REQUEST = 300_000;
    private static final int RESPONSE = 400_000;
    private static final int PIECE = 10_000;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final byte CLIENT_ENDS_FIRST = 'c';
    private static final byte SERVER_ENDS_FIRST = 's';

    @TempDir
    Path directory;

    @Test
    void a_pool_of_one_buffer_relays_24_slow_connections_byte_by_byte_and_half_closes_both_ways() throws Exception {
        try (FakeServer server = FakeServer.start(OneBufferRelayIT::serve);
                WeirProcess weir = WeirProcess.tcp(
                        directory,
                        server.address(),
                        "weir.buffers { count = 1, reserve = 0 }",
                        "weir.limits.early-bytes = 0");
                LevelWatch level = LevelWatch.start(weir::metrics)) {
            relayAll(weir);
            level.assertWithinLimit();
            weir.assertAtRest();
            assertThat(weir.metrics().count("weir_buffers_limit")).isEqualTo(1);
            Eventually.passes(() ->
                    assertThat(weir.metrics().count("weir_exchanges_total")).isEqualTo(CONNECTIONS));
            assertThat(weir.metrics().count("weir_exchanges_total", "reason=\"done\""))
                    .isEqualTo(CONNECTIONS);
            System.out.printf("one buffer, %d slow connections: %s%n", CONNECTIONS, level);
        }
    }

    private static void relayAll(WeirProcess weir) throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> relays = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                byte order = i % 2 == 0 ? CLIENT_ENDS_FIRST : SERVER_ENDS_FIRST;
                relays.add(clients.submit(() -> {
                    ask(weir, order);
                    return true;
                }));
            }
            for (Future<?> relay : relays) {
                relay.get(5, TimeUnit.MINUTES);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    // The first byte tells the server who is to end first.
    private static void ask(WeirProcess weir, byte order) throws IOException {
        byte[] request = Content.of(REQUEST, order);
        request[0] = order;
        try (Wire client = Wire.to(weir.address())) {
            if (order == CLIENT_ENDS_FIRST) {
                writeSlowly(client, request, request.length);
                client.endOutput();
                assertThat(readSlowly(client)).as("response").isEqualTo(response(order));
            } else {
                // Enough for the server to know; the rest goes out when the server has ended.
                writeSlowly(client, request, PIECE);
                assertThat(readSlowly(client)).as("response").isEqualTo(response(order));
                writeSlowly(client, Arrays.copyOfRange(request, PIECE, request.length), request.length - PIECE);
                client.endOutput();
            }
        }
    }

    private static void serve(Wire client) throws IOException {
        byte[] first = new byte[1];
        assertThat(client.read(first)).isOne();
        byte order = first[0];
        if (order == SERVER_ENDS_FIRST) {
            writeSlowly(client, response(order), RESPONSE);
            client.endOutput();
        }
        byte[] rest = readSlowly(client);
        assertThat(rest).as("request").isEqualTo(Arrays.copyOfRange(Content.of(REQUEST, order), 1, REQUEST));
        if (order == CLIENT_ENDS_FIRST) {
            writeSlowly(client, response(order), RESPONSE);
            client.endOutput();
        }
    }

    private static byte[] response(byte order) {
        return Content.of(RESPONSE, order + 1000);
    }

    private static void writeSlowly(Wire to, byte[] bytes, int length) throws IOException {
        for (int sent = 0; sent < length; sent += PIECE) {
            to.write(Arrays.copyOfRange(bytes, sent, Math.min(sent + PIECE, length)));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static byte[] readSlowly(Wire from) throws IOException {
        byte[] all = new byte[Math.max(REQUEST, RESPONSE) + 1];
        int length = 0;
        byte[] piece = new byte[PIECE];
        for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
            System.arraycopy(piece, 0, all, length, read);
            length += read;
            if (length % (PIECE / 2) < read) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        return Arrays.copyOf(all, length);
    }
}
