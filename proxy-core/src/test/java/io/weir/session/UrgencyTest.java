package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.WaitClass;
import io.weir.settings.Limits;
import io.weir.settings.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In which line a session stands at each step: what has begun goes before what begins, and bulk comes last. */
final class UrgencyTest {

    private static final String GET = head("GET / HTTP/1.1", "Host: a");

    private final SessionBench bench = new SessionBench(Protocol.HTTP, 4);
    private final FakeConnection front = bench.front;

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    @Test
    void a_request_begins() {
        expectInLine(front, WaitClass.START, GET);
    }

    @Test
    void the_rest_of_a_head_still_begins() {
        front.arrive("GET / HTTP/1.1\r\n");
        expectInLine(front, WaitClass.START, "Host: a\r\n\r\n");
    }

    @Test
    void a_body_goes_on() {
        front.arrive(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 4"));
        bench.connect();
        expectInLine(front, WaitClass.CONTINUE, "body");
    }

    @Test
    void a_request_that_was_parked_finishes_for_it_has_a_slot() {
        front.arrive(GET);
        bench.hold();
        bench.connect();
        assertThat(bench.level().waitingFinish()).isEqualTo(1);
    }

    @Test
    void a_response_finishes_in_its_head_and_its_early_bytes_and_goes_on_behind_them() {
        front.arrive(GET);
        FakeConnection back = bench.connect();
        serve(back, WaitClass.FINISH, "HTTP/1.1 200 OK\r\n");
        serve(back, WaitClass.FINISH, "Content-Length: 1000000\r\n\r\n");
        String piece = "x".repeat(2048);
        for (long sent = 0; sent < Limits.DEFAULT.earlyBytes(); sent += piece.length()) {
            serve(back, WaitClass.FINISH, piece);
        }
        expectInLine(back, WaitClass.CONTINUE, piece);
    }

    private void serve(FakeConnection peer, WaitClass urgency, String bytes) {
        expectInLine(peer, urgency, bytes);
        bench.release();
        peer.collectGrant();
    }

    private void expectInLine(FakeConnection peer, WaitClass urgency, String bytes) {
        bench.hold();
        peer.arrive(bytes);
        assertThat(bench.level().waiting()).isEqualTo(1);
        assertThat(peer.urgency()).isEqualTo(urgency);
    }
}
