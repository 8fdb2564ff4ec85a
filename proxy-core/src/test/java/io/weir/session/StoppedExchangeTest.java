package io.weir.session;

import static io.weir.testing.wire.ScriptedConnection.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.reason.Ending;
import io.weir.session.FakeLoop.Told;
import io.weir.settings.Protocol;
import io.weir.time.EventClock;
import io.weir.time.HandTicker;
import io.weir.time.RunningClock;
import io.weir.time.TimerWheel;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An exchange in each of whose phases the process is stopped: its client waited for all of that time, so all of it is told. */
final class StoppedExchangeTest {

    private static final Duration STOP = Duration.ofSeconds(40);

    private final HandTicker world = new HandTicker();
    private final TimerWheel timers = new TimerWheel(new EventClock(new RunningClock(world)), Duration.ofMillis(50));
    private final SessionBench bench = new SessionBench(Protocol.HTTP, new FakeLoop(2, timers));

    @Test
    void the_durations_that_are_told_are_real_time() {
        bench.hold();
        bench.front.arrive(head("GET / HTTP/1.1", "Host: a"));
        stop();
        bench.release();
        bench.takeSlot();
        bench.front.collectGrant();
        stop();
        bench.returnSlot();
        stop();
        FakeConnection back = bench.connect();
        bench.hold();
        back.arrive(head("HTTP/1.1 200 OK", "Content-Length: 1"));
        stop();
        bench.release();
        back.collectGrant();
        stop();
        back.arrive("x");
        assertThat(bench.loop.endings).containsExactly(Ending.DONE);
        assertThat(bench.loop.told).containsExactly(new Told(stops(5), stops(4), stops(2), stops(1), stops(1)));
        bench.end();
    }

    private void stop() {
        world.advance(STOP);
        timers.advance();
    }

    private static long stops(int count) {
        return STOP.multipliedBy(count).toNanos();
    }
}
