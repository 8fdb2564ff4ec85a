package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Flow;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.testing.wire.HttpScript;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that was sent behind another one, and whose buffer somebody else needs. */
final class SentAheadTest {

    private static final String GET = head("GET / HTTP/1.1", "Host: a");

    private final FakeLoop loop = new FakeLoop(2, 2, 0);
    private final SessionBench bench = new SessionBench(Protocol.HTTP, loop);

    @AfterEach
    void nothing_is_left() {
        bench.end();
    }

    // The client knows by the close that it was not served (RFC 9112 section 9.3.2). Closing at once would reset what
    // it
    // still sends, and the reset could destroy the response.
    @Test
    void a_connection_whose_next_request_was_dropped_lingers_after_the_response() {
        bench.front.arrive(GET + GET);
        FakeConnection back = bench.connect();
        evict();
        back.arrive(HttpScript.ok("x"));
        assertThat(loop.endings).containsExactly(Ending.DONE);
        assertThat(bench.front.written())
                .containsOnlyOnce("HTTP/1.1 200")
                .contains("Connection: close")
                .endsWith("x");
        assertThat(bench.front.isClosed()).isFalse();
        bench.front.arrive(GET);
        assertThat(loop.connector.attempts).hasSize(1);
        bench.front.endInput();
        assertThat(bench.front.isClosed()).isTrue();
    }

    @Test
    void a_buffer_kept_for_the_next_request_counts_as_stalled_while_the_server_works() {
        FakeConnection idle = new FakeConnection(loop.pool, Flow.RESPONSE);
        loop.connector.lieIdle(idle);
        bench.front.arrive(GET + GET);
        assertThat(idle.written()).containsOnlyOnce("GET / HTTP/1.1");
        assertThat(loop.pool.level().stalled()).isOne();
        bench.front.breakOff();
        assertThat(loop.pool.level().stalled()).isZero();
    }

    // Else clients that send ahead could hold all buffers.
    @Test
    void a_request_is_refused_where_neither_parking_nor_the_stall_quota_has_room_for_what_is_behind_it() {
        FakeLoop full = new FakeLoop(2, 0, 0);
        SessionBench refusing = new SessionBench(Protocol.HTTP, full);
        refusing.front.arrive(GET + GET);
        assertThat(refusing.front.written()).containsOnlyOnce("HTTP/1.1 503");
        assertThat(full.endings).containsExactly(Ending.PARKING_FULL);
        assertThat(full.pool.leased()).isZero();
        refusing.end();
    }

    private void evict() {
        bench.hold();
        Ticket waiting = loop.pool.ticket(98, Flow.REQUEST, ignored -> true);
        waiting.acquire(WaitClass.START);
        bench.pass(Duration.ofSeconds(1));
        assertThat(loop.pool.evict(Duration.ZERO, Integer.MAX_VALUE, Duration.ZERO))
                .isOne();
        loop.runTasks();
        waiting.close();
        bench.release();
    }
}
