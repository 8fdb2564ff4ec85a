package io.weir.buffer;

import static io.weir.buffer.WaitClass.CONTINUE;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.weir.buffer.Permits.Origin;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The sweep that finds waiters whom a bug has left asleep. There is no such bug, so the tests make one. */
final class SweepTest {

    private final PoolFixture fixture = new PoolFixture(2, 1);
    private final BufferPool pool = fixture.pool;
    private final Logger logger = (Logger) LoggerFactory.getLogger(BufferPool.class);

    @BeforeEach
    void be_quiet() {
        logger.setLevel(Level.OFF);
    }

    @AfterEach
    void everything_came_back() {
        logger.setLevel(null);
        assertThat(pool.leased()).isZero();
        assertThat(pool.isQuiescent()).isTrue();
        assertThat(pool.sweep()).isZero();
    }

    @Test
    void a_sweep_that_finds_nothing_says_nothing() {
        List<Lease> leases = fixture.leases(2);
        Claim waiter = fixture.request().waits(START);

        assertThat(pool.isQuiescent()).isTrue();
        assertThat(pool.sweep()).isZero();

        assertThat(waiter.wakes()).isZero();
        assertThat(pool.level().rescued()).isZero();
        assertThat(fixture.events.lines()).isEmpty();
        leases.forEach(Lease::close);
        waiter.collects().close();
    }

    @Test
    void a_waiter_whose_wake_up_was_lost_is_rescued_counted_and_told() {
        List<Lease> leases = fixture.leases(2);
        Claim waiter = fixture.request().waits(START);
        releaseWithoutWakingAnybody(leases.get(0));
        assertThat(pool.isQuiescent()).isFalse();

        assertThat(pool.sweep()).isEqualTo(1);

        assertThat(waiter.wakes()).isEqualTo(1);
        assertThat(pool.level().rescued()).isEqualTo(1);
        assertThat(fixture.events.lines()).containsExactly("GRANTED REQUEST START after 0 ns", "RESCUED 1");
        assertThat(pool.isQuiescent()).isTrue();
        waiter.collects().close();
        leases.get(1).close();
    }

    @Test
    void all_who_can_be_served_are_rescued_in_their_order_and_no_more() {
        List<Lease> leases = fixture.leases(2);
        Claim bulk = fixture.request().waits(CONTINUE);
        Claim first = fixture.request().waits(START);
        Claim second = fixture.request().waits(START);
        leases.forEach(this::releaseWithoutWakingAnybody);

        assertThat(pool.sweep()).isEqualTo(2);

        assertThat(first.isGranted()).isTrue();
        assertThat(second.isGranted()).isTrue();
        assertThat(bulk.isWaiting()).isTrue();
        assertThat(pool.level().rescued()).isEqualTo(2);
        first.collects().close();
        second.collects().close();
        bulk.collects().close();
    }

    @Test
    void who_could_have_used_the_reserve_is_rescued_with_it() {
        List<Lease> leases = fixture.leases(2);
        Lease reserved = fixture.response().leases(START);
        Claim starts = fixture.request().waits(START);
        Claim response = fixture.response().waits(CONTINUE);
        releaseWithoutWakingAnybody(reserved);

        assertThat(pool.sweep()).isEqualTo(1);

        assertThat(starts.isWaiting()).isTrue();
        Lease rescued = response.collects();
        assertThat(rescued.place().origin).isEqualTo(Origin.RESERVE);
        rescued.close();
        assertThat(pool.level().reserveLeased()).isZero();
        leases.forEach(Lease::close);
        starts.collects().close();
    }

    @Test
    void a_free_reserve_is_no_lost_wake_up_for_those_who_may_not_use_it() {
        List<Lease> leases = fixture.leases(2);
        Claim starts = fixture.request().waits(START);

        assertThat(pool.isQuiescent()).isTrue();
        assertThat(pool.sweep()).isZero();

        leases.forEach(Lease::close);
        starts.collects().close();
    }

    @Test
    void a_rescue_passes_over_dead_loops() {
        List<Lease> leases = fixture.leases(2);
        Claim dead = fixture.request().waits(START).onDeadLoop();
        Claim alive = fixture.request().waits(START);
        releaseWithoutWakingAnybody(leases.get(0));

        assertThat(pool.sweep()).isEqualTo(1);

        assertThat(dead.wakes()).isEqualTo(1);
        alive.collects().close();
        leases.get(1).close();
    }

    /** What a pool would do that looked for waiters too early: the buffer is free, and nobody is told. */
    private void releaseWithoutWakingAnybody(Lease lease) {
        pool.grants.free.add(lease);
        pool.grants.permits.give(lease.place().origin);
    }
}
