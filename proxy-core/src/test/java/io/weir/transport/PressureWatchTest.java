package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Holder;
import io.weir.buffer.Lease;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.testing.Configured;
import io.weir.testing.wire.HeldClock;
import io.weir.testing.wire.HttpScript;
import io.weir.testing.wire.PoolHold;
import io.weir.testing.wire.RunningProxy;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.time.HandTicker;
import io.weir.time.RunningClock;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that stand in line for too long: nobody is accepted who would stand behind them, until the line is younger. */
final class PressureWatchTest {

    private static final Duration QUEUE_AGE = Duration.ofMillis(200);

    @RegisterExtension
    final Scene scene = new Scene();

    private final HeldClock clock = new HeldClock();

    @Test
    void while_the_oldest_request_is_too_old_who_comes_stays_with_the_kernel() throws IOException {
        RunningProxy proxy = scene.http(scene.server(HttpScript.echo()))
                .holdable()
                .buffers(1, 0)
                .queueAge(QUEUE_AGE)
                .clock(clock)
                .start();
        scene.expectWarning("event=accept_paused oldest_ms={} pauses={}");
        PoolHold hold = proxy.hold();
        ScriptedConnection first = proxy.connect().sendHead("GET /1 HTTP/1.1", "Host: a");
        proxy.awaitLevel("in line", level -> level.waitingStart() == 1);
        clock.release();
        proxy.awaitStatus("paused", status -> status.paused());
        clock.hold();
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
    void while_the_process_is_stopped_no_request_becomes_too_old() {
        scene.expectWarning("event=accept_paused oldest_ms={} pauses={}");
        HandTicker ticker = new HandTicker();
        try (BufferPool pool = new BufferPool(PoolLimits.of(1, 0, 1024), new RunningClock(ticker), PoolObserver.NONE)) {
            Admission admission = Descriptors.admission(10);
            Limits limits = Limits.DEFAULT;
            PressureWatch watch = new PressureWatch(pool, admission, Configured.generations(Timeouts.DEFAULT, limits));
            Lease all = (Lease) pool.ticket(1, Flow.REQUEST, woken -> true).acquire(WaitClass.START);
            Ticket waiting = pool.ticket(2, Flow.REQUEST, woken -> true);
            assertThat(waiting.acquire(WaitClass.START)).isSameAs(waiting);

            look(watch, ticker, limits.queueAge().minusMillis(1));
            ticker.advance(Duration.ofSeconds(40));
            // The request is now too old, by the half second of the stop that counts, but its buffer may be on the way.
            watch.run();
            assertThat(admission.isPaused()).isFalse();
            watch.run();
            assertThat(admission.isPaused()).isTrue();
            assertThat(pool.oldestStartNanos())
                    .isEqualTo(limits.queueAge()
                            .minusMillis(1)
                            .plus(RunningClock.LONGEST_GAP)
                            .toNanos());
            waiting.close();
            all.close();
        }
    }

    @Test
    void a_holder_whose_client_reads_while_the_process_is_stopped_keeps_its_buffer() {
        HandTicker ticker = new HandTicker();
        List<Long> evicted = new ArrayList<>();
        try (BufferPool pool = new BufferPool(PoolLimits.of(1, 0, 1024), new RunningClock(ticker), PoolObserver.NONE)) {
            Duration stalled = Timeouts.DEFAULT.stalled();
            PressureWatch watch = new PressureWatch(
                    pool, Descriptors.admission(10), Configured.generations(Timeouts.DEFAULT, Limits.DEFAULT));
            Lease held = (Lease) pool.ticket(1, Flow.RESPONSE, woken -> true).acquire(WaitClass.FINISH);
            Holder.Owner owner = evicted::add;
            Holder holder = new Holder(InetAddress.getLoopbackAddress(), owner);
            held.stalls(holder, 1000);
            Ticket waiting = pool.ticket(2, Flow.RESPONSE, woken -> true);
            waiting.acquire(WaitClass.FINISH);

            look(watch, ticker, stalled.minusMillis(1));
            ticker.advance(Duration.ofSeconds(40));
            watch.run();
            assertThat(evicted).isEmpty();
            // Its loop had a turn, in which the socket was writable, and went full again.
            held.moves();
            held.stalls(holder, 1000);
            look(watch, ticker, stalled.minusMillis(1));
            assertThat(evicted).isEmpty();
            look(watch, ticker, Duration.ofMillis(1));
            assertThat(evicted).as("asked by way of %s", owner).hasSize(1);
            waiting.close();
            held.close();
        }
    }

    private static void look(PressureWatch watch, HandTicker ticker, Duration time) {
        for (long left = time.toNanos(); left > 0; left -= PressureWatch.PERIOD.toNanos()) {
            ticker.advance(Math.min(left, PressureWatch.PERIOD.toNanos()));
            watch.run();
        }
    }

    @Test
    void a_response_in_line_pauses_nothing() throws IOException {
        var server = scene.server();
        RunningProxy proxy = scene.http(server)
                .holdable()
                .buffers(1, 0)
                .queueAge(QUEUE_AGE)
                .clock(clock)
                .start();
        ScriptedConnection client = proxy.connect().sendHead("GET / HTTP/1.1", "Host: a");
        ScriptedConnection back = server.accept();
        back.readRequest();
        PoolHold hold = proxy.hold();
        back.send(HttpScript.ok("x"));
        proxy.awaitLevel("in line", level -> level.waitingFinish() == 1);
        clock.release();
        proxy.awaitLevel(
                "in line for long",
                level -> level.waitingFinish() == 1 && level.oldestWaitNanos() > QUEUE_AGE.toNanos() * 2);
        clock.hold();
        assertThat(proxy.level().oldestStartNanos()).isZero();
        assertThat(proxy.status().pauses()).isZero();
        hold.release();
        assertThat(client.readResponse().text()).isEqualTo("x");
    }
}
