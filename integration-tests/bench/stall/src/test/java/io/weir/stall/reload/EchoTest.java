package io.weir.stall.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Client and server of WebSockets, without a proxy between them, or with one that damages bytes. */
@Timeout(60)
final class EchoTest {

    private static final int FRAME_BYTE = 200;

    private final Ledger ledger = new Ledger();
    private final EchoClient.Tally tally = new EchoClient.Tally();
    private EchoServer server;

    @BeforeEach
    void start() throws IOException {
        server = EchoServer.start();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private EchoClient client(InetSocketAddress to, int visits) {
        return new EchoClient(HttpClient.newHttpClient(), to, visits, new SplittableRandom(1), ledger, tally);
    }

    private void awaitMessages(int most) {
        while (tally.messages().sum() < most) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void a_client_compares_echoes_and_begins_a_new_web_socket_after_its_visits() throws Exception {
        EchoClient client = client(server.address(), 2);
        client.start();
        awaitMessages(5);
        client.finish();
        client.awaitEnd();
        assertThat(ledger.first()).isEmpty();
        assertThat(tally.sockets().sum()).isGreaterThanOrEqualTo(3);
        assertThat(tally.bytes().sum()).isPositive();
    }

    @Test
    void a_damaged_byte_is_an_error() throws Exception {
        try (ServerSocket damaging = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> relayDamaged(damaging), "damaging");
            thread.setDaemon(true);
            thread.start();
            EchoClient client = client((InetSocketAddress) damaging.getLocalSocketAddress(), 0);
            client.start();
            awaitMessages(1);
            client.finish();
            client.awaitEnd();
        }
        assertThat(ledger.first()).anyMatch(error -> error.contains("damaged"));
    }

    @Test
    void a_web_socket_that_is_broken_off_is_an_error() throws Exception {
        EchoClient client;
        try (ServerSocket breaking = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = client((InetSocketAddress) breaking.getLocalSocketAddress(), 0);
            client.start();
            breaking.accept().close();
        }
        client.awaitEnd();
        assertThat(ledger.errors()).isPositive();
    }

    private void relayDamaged(ServerSocket listener) {
        try (Socket client = listener.accept();
                Socket back = new Socket(
                        server.address().getAddress(), server.address().getPort())) {
            Thread up = new Thread(() -> relay(client, back, Integer.MAX_VALUE), "up");
            up.setDaemon(true);
            up.start();
            // In the first message, behind the head of the response and of the frame.
            relay(back, client, FRAME_BYTE);
        } catch (IOException e) {
            ledger.wrong("relay: " + e);
        }
    }

    private static void relay(Socket from, Socket to, int damagedByte) {
        try {
            InputStream in = from.getInputStream();
            int position = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                to.getOutputStream().write(position++ == damagedByte ? next ^ 1 : next);
            }
        } catch (IOException over) {
            // The test has ended.
        }
    }
}
