package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Uploads to a server that does not read before it is told to: each holds one buffer of the pool. For a stall quota of 1 and
 * timeouts that let them.
 */
final class StalledUploads implements AutoCloseable {

    /** Much more than the sockets on the way take. */
    private static final int BYTES = 2_000_000;

    private static final int RECEIVE_BUFFER = 16 * 1024;

    private final FakeServer server;
    private final CountDownLatch serverReads;
    private final List<Wire> uploads = new ArrayList<>();

    private StalledUploads(FakeServer server, CountDownLatch serverReads) {
        this.server = server;
        this.serverReads = serverReads;
    }

    static StalledUploads prepare() throws IOException {
        CountDownLatch serverReads = new CountDownLatch(1);
        FakeServer server = FakeServer.start(RECEIVE_BUFFER, client -> {
            int length = client.readHead().orElseThrow().contentLength();
            serverReads.await();
            client.skip(length);
            client.answer("read");
        });
        return new StalledUploads(server, serverReads);
    }

    /** Where the server listens, as an address in a configuration. */
    String address() {
        return server.address();
    }

    /** Begins as many uploads as there are buffers, and waits until they hold them. */
    void holdAll(WeirProcess weir, String listener, int buffers) throws IOException {
        for (long held = 0; held < buffers; ) {
            long parked = weir.metrics().count("weir_parked_bytes");
            begin(weir, listener);
            long expected = held + 1;
            // The end of a buffer may be so short that it is parked, and then nothing is held.
            Eventually.holds(
                    "one more held, or its end parked",
                    () -> weir.metrics().count("weir_buffers_stalled") == expected
                            || weir.metrics().count("weir_parked_bytes") > parked);
            held = weir.metrics().count("weir_buffers_stalled");
        }
        assertThat(weir.metrics().count("weir_buffers_leased")).isEqualTo(buffers);
    }

    private void begin(WeirProcess weir, String listener) throws IOException {
        Wire upload = Wire.to(weir.address(listener));
        uploads.add(upload);
        Thread writer = new Thread(() -> write(upload), "upload");
        writer.setDaemon(true);
        writer.start();
    }

    /** Lets the server read, and waits until it has answered all. */
    void letGo() throws IOException {
        serverReads.countDown();
        for (Wire upload : uploads) {
            assertThat(upload.readMessage().body()).isEqualTo("read");
        }
    }

    @Override
    public void close() throws IOException {
        for (Wire upload : uploads) {
            upload.close();
        }
        serverReads.countDown();
        server.close();
    }

    private static void write(Wire upload) {
        try {
            upload.write("POST /upload HTTP/1.1\r\nHost: weir.test\r\nContent-Length: " + BYTES + "\r\n\r\n");
            upload.write(new byte[BYTES]);
        } catch (IOException theTestIsOver) {
            return;
        }
    }
}
