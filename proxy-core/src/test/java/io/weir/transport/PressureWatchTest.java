package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.PoolHold;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that stand in line for too long: nobody is accepted who would stand behind them, until the line is younger. */
final class PressureWatchTest {

    private static final Duration QUEUE_AGE = Duration.ofMillis(200);

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void while_the_oldest_request_is_too_old_who_comes_stays_with_the_kernel() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .holdable()
                .buffers(1, 0)
                .queueAge(QUEUE_AGE)
                .start();
        scene.expectWarning("event=accept_paused oldest_ms={} pauses={}");
        PoolHold hold = proxy.hold();
        ScriptedConnection first = proxy.connect().sendHead("GET /1 HTTP/1.1", "Host: a");
        proxy.awaitStatus("paused", status -> status.paused());
        assertThat(proxy.status().accepting()).isFalse();
        assertThat(proxy.status().pauses()).isEqualTo(1);
        int sessions = proxy.status().sessions();
        ScriptedConnection second = proxy.connect().sendHead("GET /2 HTTP/1.1", "Host: a");
        second.expectSilence();
        assertThat(proxy.status().sessions()).isEqualTo(sessions);
        hold.release();
        assertThat(first.readResponse().text()).isEqualTo("GET /1 ");
        assertThat(second.readResponse().text()).isEqualTo("GET /2 ");
        proxy.awaitStatus("accepting", status -> !status.paused() && status.accepting());
        assertThat(proxy.status().pauses()).isEqualTo(1);
    }

    @Test
    void a_response_in_line_pauses_nothing() throws IOException {
        var server = scene.server();
        RunningProxy proxy =
                scene.http(server).holdable().buffers(1, 0).queueAge(QUEUE_AGE).start();
        ScriptedConnection client = proxy.connect().sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        PoolHold hold = proxy.hold();
        back.send(HttpScript.ok("x"));
        proxy.awaitLevel(
                "in line", level -> level.waitingFinish() == 1 && level.oldestWaitNanos() > QUEUE_AGE.toNanos() * 2);
        assertThat(proxy.level().oldestStartNanos()).isZero();
        assertThat(proxy.status().pauses()).isZero();
        hold.release();
        assertThat(client.readResponse().text()).isEqualTo("x");
    }
}
