package io.weir.buffer;

import static io.weir.buffer.WaitClass.CONTINUE;
import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.time.HandTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is told to observers and waiters, and when. */
final class PoolObserverTest {

    private final PoolFixture fixture = new PoolFixture(1, 0);
    private final BufferPool pool = fixture.pool;

    @Test
    void who_need_not_wait_is_not_mentioned() {
        fixture.request().leases(START).close();

        assertThat(fixture.events.lines()).isEmpty();
    }

    @Test
    void every_wait_ends_once_with_its_flow_its_class_and_its_length() {
        Lease lease = fixture.request().leases(START);
        Claim granted = fixture.response().waits(FINISH);
        Claim cancelled = fixture.request().waits(CONTINUE);
        fixture.ticker.advance(Duration.ofNanos(5));
        Claim closed = fixture.request().waits(START);
        fixture.ticker.advance(Duration.ofNanos(20));

        cancelled.ticket.cancel();
        cancelled.ticket.cancel();
        closed.ticket.close();
        closed.ticket.close();
        lease.close();
        granted.ticket.cancel();
        granted.collects().close();
        granted.ticket.close();

        assertThat(fixture.events.lines())
                .containsExactly(
                        "CANCELLED REQUEST CONTINUE after 25 ns",
                        "CANCELLED REQUEST START after 20 ns",
                        "GRANTED RESPONSE FINISH after 25 ns");
    }

    @Test
    void a_promoted_waiter_is_told_in_the_class_in_which_it_ended() {
        Lease lease = fixture.request().leases(START);
        Claim claim = fixture.request().waits(CONTINUE).waits(FINISH);

        lease.close();

        assertThat(fixture.events.lines()).containsExactly("GRANTED REQUEST FINISH after 0 ns");
        claim.collects().close();
    }

    @Test
    void observers_and_waiters_are_called_with_no_lock_held() {
        List<String> calls = new ArrayList<>();
        BufferPool[] pools = new BufferPool[1];
        PoolObserver observer = new PoolObserver() {
            @Override
            public void waitEnded(Flow flow, WaitClass waitClass, WaitEnd end, long waitedNanos) {
                calls.add(end + " while " + askFromAnotherThread(pools[0]) + " waits");
            }
        };
        pools[0] = new BufferPool(PoolLimits.of(1, 0, PoolFixture.SIZE), new HandTicker(), observer);
        Lease lease = (Lease) pools[0].ticket(1, Flow.REQUEST, woken -> true).acquire(START);
        Ticket first = pools[0].ticket(2, Flow.REQUEST, woken -> {
            calls.add("woken while " + askFromAnotherThread(pools[0]) + " waits");
            return true;
        });
        Ticket second = pools[0].ticket(3, Flow.REQUEST, woken -> true);
        first.acquire(START);
        second.acquire(START);

        lease.close();
        second.cancel();

        assertThat(calls).containsExactly("GRANTED while 1 waits", "woken while 1 waits", "CANCELLED while 0 waits");
        first.close();
    }

    @Test
    void the_observer_that_observes_nothing_can_be_told_everything() {
        PoolObserver.NONE.waitEnded(Flow.REQUEST, START, PoolObserver.WaitEnd.GRANTED, 1);
        PoolObserver.NONE.leakReclaimed(1, Flow.REQUEST);
        PoolObserver.NONE.rescued(1);
        assertThat(pool.leased()).isZero();
    }

    /** Ends only if the lock of the pool is free. */
    private static int askFromAnotherThread(BufferPool pool) {
        return CompletableFuture.supplyAsync(() -> pool.level().waiting()).join();
    }
}
