package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.settings.Protocol;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another protocol where HTTP/1 is expected is called by its name. */
final class ForeignProtocolTest {

    private static final String CLIENT_HELLO = "\u0016\u0003\u0001\u0000\u00f4\u0001\u0000\u0000\u00f0\u0003\u0003";
    private static final String ALERT = "\u0015\u0003\u0003\u0000\u0002\u0002F";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 11})
    void a_client_that_begins_tls_is_told_so_wherever_its_bytes_are_cut(int cut) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 2);
        bench.front.arrive(CLIENT_HELLO.substring(0, cut));
        bench.front.arrive(CLIENT_HELLO.substring(cut));
        assertThat(bench.front.written())
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .endsWith("400 Bad Request: tls-on-plain-port\n");
        bench.loop.runTasks();
        assertThat(bench.loop.endings).extracting(ending -> ending.word()).containsExactly("tls-on-plain-port");
        bench.end();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void a_server_that_answers_by_tls_is_a_502_that_says_so(int cut) {
        SessionBench bench = new SessionBench(Protocol.HTTP, 2);
        bench.front.arrive(head("GET / HTTP/1.1", "Host: a"));
        bench.connect();
        bench.back().arrive(ALERT.substring(0, cut));
        bench.back().arrive(ALERT.substring(cut));
        assertThat(bench.front.written())
                .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                .endsWith("502 Bad Gateway: server-speaks-tls\n");
        bench.end();
    }
}
