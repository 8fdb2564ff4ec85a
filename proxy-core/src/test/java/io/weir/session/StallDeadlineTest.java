package io.weir.session;

import static io.weir.session.SessionBench.MOMENT;
import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While the quota of stalled buffers is used up, bulk waits without a buffer for a side to have room, but not for ever. */
final class StallDeadlineTest {

    private static final Timeouts LIMITS = FakeLoop.TIMEOUTS;

    @Test
    void an_upload_whose_server_has_no_room_holds_nothing_and_goes_on_when_it_has() {
        SessionBench bench = uploadWithoutRoom();
        assertThat(bench.level().leased()).isZero();
        assertThat(bench.level().waiting()).isZero();
        bench.passNearly(LIMITS.writeStall());
        assertThat(bench.loop.endings).isEmpty();
        FakeConnection back = bench.back();
        back.makeRoom();
        bench.front.turn();
        assertThat(back.written()).endsWith("body");
        bench.end();
    }

    @Test
    void a_server_that_has_no_room_for_too_long_is_given_up() {
        SessionBench bench = uploadWithoutRoom();
        bench.pass(LIMITS.writeStall().plus(MOMENT));
        assertThat(bench.loop.endings).containsExactly(Ending.SERVER_STALL_TIMEOUT);
        assertThat(bench.front.written()).contains("server-stall-timeout");
        bench.end();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_side_of_a_tunnel_that_has_no_room_for_too_long_is_given_up(boolean isClient) {
        SessionBench bench = new SessionBench(Protocol.TCP, new FakeLoop(2, 0));
        FakeConnection back = bench.connect();
        FakeConnection sink = isClient ? bench.front : back;
        sink.fillUp();
        (isClient ? back : bench.front).arrive("x");
        assertThat(bench.level().leased()).isZero();
        bench.passNearly(LIMITS.writeStall());
        assertThat(bench.loop.endings).isEmpty();
        bench.pass(MOMENT.multipliedBy(2));
        assertThat(bench.loop.endings)
                .containsExactly(isClient ? Ending.CLIENT_STALL_TIMEOUT : Ending.SERVER_STALL_TIMEOUT);
        bench.end();
    }

    private static SessionBench uploadWithoutRoom() {
        SessionBench bench = new SessionBench(Protocol.HTTP, new FakeLoop(2, 0));
        bench.front.arrive(head("PUT / HTTP/1.1", "Host: a", "Content-Length: 4"));
        bench.connect().fillUp();
        bench.front.arrive("body");
        return bench;
    }
}
