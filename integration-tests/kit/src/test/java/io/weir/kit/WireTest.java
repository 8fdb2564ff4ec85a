package io.weir.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WireTest {

    private Wire client;
    private Wire server;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = Wire.to((InetSocketAddress) listener.getLocalSocketAddress());
            server = new Wire(listener.accept());
        }
    }

    @AfterEach
    void close() {
        Closing.all(client, server);
    }

    @Test
    void a_request_is_read_as_it_was_asked() throws IOException {
        client.get("/path").request("PUT", "/other", "Host: other.test", "Empty:");
        Wire.Head get = server.readHead().orElseThrow();
        assertThat(get.text()).isEqualTo("GET /path HTTP/1.1\r\nHost: weir.test\r\n\r\n");
        assertThat(get.target()).isEqualTo("/path");
        Wire.Head put = server.readHead().orElseThrow();
        assertThat(put.field("HOST")).contains("other.test");
        assertThat(put.field("empty")).contains("");
        assertThat(put.field("absent")).isEmpty();
    }

    @Test
    void answers_are_read_one_after_the_other() throws IOException {
        server.answer("one").answer("").answer("th\u00e9");
        assertThat(client.readBody()).isEqualTo("one");
        Wire.Message second = client.readMessage();
        assertThat(second.head().status()).isEqualTo(200);
        assertThat(second.body()).isEmpty();
        assertThat(client.readBody()).isEqualTo("th\u00e9");
    }

    @Test
    void no_head_is_left_after_the_end() throws IOException {
        server.answer("last").endOutput();
        assertThat(client.readBody()).isEqualTo("last");
        assertThat(client.readHead()).isEmpty();
    }

    @Test
    void an_end_in_a_head_or_in_a_body_is_an_error() throws IOException {
        server.write("HTTP/1.1 200 OK\r\n").endOutput();
        assertThatThrownBy(client::readHead)
                .isInstanceOf(EOFException.class)
                .hasMessageStartingWith("in a head: HTTP/1.1");
        client.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab").endOutput();
        assertThatThrownBy(server::readMessage)
                .isInstanceOf(EOFException.class)
                .hasMessageStartingWith("in a body, after 2 bytes: ");
    }

    @Test
    void bytes_beyond_those_read_ahead_come_in_their_order() throws IOException {
        byte[] bytes = new byte[2000];
        bytes[1998] = 'x';
        bytes[1999] = 'y';
        server.write(bytes).endOutput();
        client.skip(1998);
        assertThat(client.read(new byte[1])).isOne();
        assertThat(client.readAll()).isEqualTo("y");
        assertThat(client.read(new byte[1])).isEqualTo(-1);
    }

    @Test
    void a_reset_is_an_end_only_for_a_reader_that_takes_it_as_one() throws IOException {
        server.reset();
        assertThat(client.readUpToItsEnd()).isZero();
        assertThatThrownBy(client::readAll).isInstanceOf(SocketException.class);
    }
}
