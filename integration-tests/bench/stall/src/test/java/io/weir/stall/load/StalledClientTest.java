package io.weir.stall.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.stall.load.StalledClient.State;
import io.weir.stall.wire.Paths;
import io.weir.stall.wire.Pattern;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One client and a server that this test plays: what the client makes of every byte. */
final class StalledClientTest {

    private static final int SIZE = 4000;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n";

    private final ByteBuffer scratch = ByteBuffer.allocate(64 * 1024);
    private Selector selector;
    private ServerSocketChannel listener;
    private StalledClient client;
    private SocketChannel server;

    @BeforeEach
    void listen() throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        listener.close();
        selector.close();
    }

    @Test
    void a_download_stalls_after_its_first_bytes_and_is_exact_in_the_end() throws IOException {
        start(Direction.DOWNLOAD);
        send(OK);
        send(0, SIZE);
        runUntil(client::hasBegun);
        assertThat(client.state()).isEqualTo(State.OPEN);
        assertThat(client.progress()).isLessThan(SIZE);

        client.goOn();
        runUntil(this::isOver);

        assertThat(client.state()).isEqualTo(State.COMPLETE);
        assertThat(client.ending()).isEmpty();
        assertThat(client.progress()).isEqualTo(SIZE);
    }

    @Test
    void a_byte_that_is_not_the_right_one_is_damage() throws IOException {
        assertThat(endingOfDownload(1, SIZE)).isEqualTo("damaged");
    }

    @Test
    void a_byte_too_many_is_not_exact() throws IOException {
        assertThat(endingOfDownload(0, SIZE + 1)).startsWith("verdict ");
    }

    @Test
    void a_body_that_ends_early_is_not_exact() throws IOException {
        start(Direction.DOWNLOAD);
        client.goOn();
        // Closed with bytes that it has not read, a socket sends a reset.
        receive(Script.of(crowd(Direction.DOWNLOAD), true).headBytes().length);
        send(OK);
        send(0, SIZE - 1);
        server.close();
        runUntil(this::isOver);

        assertThat(client.ending()).isEqualTo("closed");
    }

    @Test
    void an_answer_other_than_200_ends_it_by_its_status() throws IOException {
        start(Direction.DOWNLOAD);
        send("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        runUntil(this::isOver);

        assertThat(client.state()).isEqualTo(State.ENDED);
        assertThat(client.ending()).isEqualTo("answered 503");
    }

    @Test
    void what_is_no_answer_at_all_ends_it_too() throws IOException {
        start(Direction.DOWNLOAD);
        send("220 mail.test\r\n\r\n");
        runUntil(this::isOver);

        assertThat(client.ending()).isEqualTo("answered without a status");
    }

    @Test
    void an_upload_is_exact_when_the_verdict_says_so() throws IOException {
        startUpload();
        client.goOn();
        send("HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n" + Paths.verdict(true, SIZE));
        runUntil(this::isOver);

        assertThat(client.state()).isEqualTo(State.COMPLETE);
    }

    @Test
    void an_upload_of_which_bytes_are_missing_is_not_exact() throws IOException {
        startUpload();
        client.goOn();
        send("HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n" + Paths.verdict(true, SIZE - 1));
        runUntil(this::isOver);

        assertThat(client.ending()).startsWith("verdict exact 3999");
    }

    @Test
    void an_answer_while_it_stalls_ends_an_upload() throws IOException {
        startUpload();
        send("HTTP/1.1 408 Request Timeout\r\n\r\n");
        runUntil(this::isOver);

        assertThat(client.ending()).isEqualTo("answered 408");
    }

    @Test
    void half_a_head_is_sent_and_the_rest_of_it_when_it_goes_on() throws IOException {
        start(Direction.HEADS);
        runUntil(client::hasBegun);
        assertThat(receive(100)).startsWith("GET /small HTTP/1.1\r\n").doesNotContain("\r\n\r\n");

        client.goOn();
        String rest = "";
        while (!rest.endsWith("\r\n\r\n")) {
            run();
            rest += receive(1);
        }
        send(OK);
        send(0, Paths.SMALL_BYTES);
        runUntil(this::isOver);

        assertThat(client.state()).isEqualTo(State.COMPLETE);
    }

    private String endingOfDownload(long position, int length) throws IOException {
        start(Direction.DOWNLOAD);
        client.goOn();
        send(OK);
        send(position, length);
        runUntil(this::isOver);
        return client.ending();
    }

    // Every byte of the upload must be the right one, too.
    private void startUpload() throws IOException {
        start(Direction.UPLOAD);
        runUntil(() -> client.progress() == SIZE);
        String head = Script.of(crowd(Direction.UPLOAD), true).head();
        assertThat(receive(head.length())).isEqualTo(head);
        assertThat(Pattern.matches(0, ISO_8859_1.encode(receive(SIZE)))).isTrue();
    }

    private void start(Direction direction) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET);
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
        client = new StalledClient(channel, key, Script.of(crowd(direction), true), true);
        key.attach(client);
        client.connect((InetSocketAddress) listener.getLocalAddress());
        server = listener.accept();
        runUntil(() -> client.state() == State.OPEN);
        assertThat(client.port()).isEqualTo(((InetSocketAddress) server.getRemoteAddress()).getPort());
    }

    private static Crowd crowd(Direction direction) {
        return new Crowd(direction, 1, 1, SIZE, 100, 16 * 1024);
    }

    private void send(String text) throws IOException {
        server.write(ISO_8859_1.encode(text));
    }

    private void send(long position, int length) throws IOException {
        server.write(Pattern.slice(position, length));
    }

    private String receive(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            assertThat(server.read(bytes)).isPositive();
        }
        return ISO_8859_1.decode(bytes.flip()).toString();
    }

    private boolean isOver() {
        return client.state() == State.COMPLETE || client.state() == State.ENDED;
    }

    private void runUntil(BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            selector.select(this::onReady);
        }
    }

    private void run() throws IOException {
        selector.selectNow(this::onReady);
    }

    private void onReady(SelectionKey key) {
        client.onReady(scratch);
    }
}
