package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.reason.Side;
import io.weir.settings.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process has no file descriptor for a back connection. */
final class NoSocketTest {

    private final SessionBench bench = new SessionBench(Protocol.HTTP, 2);

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    @Test
    void a_request_is_refused_by_503_and_its_connection_gives_its_descriptor_back() {
        bench.front.arrive("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        bench.loop.connector.lastAttempt().client.onNoSocket();
        assertThat(bench.front.written())
                .startsWith("HTTP/1.1 503")
                .contains("no-socket")
                .contains("Connection: close");
        assertThat(bench.loop.endings).containsExactly(Ending.NO_SOCKET);
        assertThat(bench.server.active()).isZero();
        assertThat(Ending.NO_SOCKET.side()).isEqualTo(Side.PROXY);
    }
}
