package io.weir.buffer;

import static io.weir.buffer.WaitClass.CONTINUE;
import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the pool says of itself, also when it has nothing left. */
final class PoolLevelTest {

    private final PoolFixture fixture = new PoolFixture(2, 1);
    private final BufferPool pool = fixture.pool;

    @Test
    void a_fresh_pool_is_empty_of_everything_but_its_bounds() {
        assertThat(pool.level()).isEqualTo(new PoolLevel(0, 0, 3, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(pool.limits()).isEqualTo(PoolLimits.of(2, 1, PoolFixture.SIZE));
    }

    @Test
    void every_figure_is_in_its_place() {
        List<Lease> leases = fixture.leases(2);
        Lease reserved = fixture.response().leases(START);
        reserved.stalls(new Holder(PoolFixture.CLIENT, stall -> {}), 1);
        fixture.request().waits(CONTINUE);
        fixture.ticker.advance(Duration.ofNanos(4));
        fixture.request().waits(START);
        fixture.ticker.advance(Duration.ofNanos(7));
        fixture.request().waits(CONTINUE);
        fixture.response().waits(CONTINUE);
        fixture.request().waits(FINISH);
        fixture.response().waits(FINISH);

        PoolLevel level = pool.level();

        assertThat(level).isEqualTo(new PoolLevel(3, 1, 3, 1, 1, 1, 2, 1, 3, 11, 7, 0, 0, 0));
        assertThat(level.waiting()).isEqualTo(6);
        assertThat(leases).hasSize(2);
    }

    @Test
    void the_pool_can_be_asked_everything_while_it_is_empty_and_it_costs_no_buffer_and_wakes_nobody() {
        fixture.leases(2);
        fixture.response().leases(START);
        List<Claim> waiters = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            waiters.add(fixture.request().waits(START));
        }

        for (int i = 0; i < 100; i++) {
            assertThat(pool.level().leased()).isEqualTo(3);
            assertThat(pool.level().waiting()).isEqualTo(1000);
            assertThat(pool.leased()).isEqualTo(3);
            assertThat(pool.mayStall(PoolFixture.CLIENT)).isTrue();
            assertThat(pool.isQuiescent()).isTrue();
            assertThat(pool.sweep()).isZero();
        }

        assertThat(waiters).allMatch(claim -> claim.isWaiting() && claim.wakes() == 0);
    }

    /** It used to be the sum of two looks, and so could be a number that was never true. */
    @Test
    void the_number_of_leased_buffers_is_true_at_one_moment() throws Exception {
        PoolFixture two = new PoolFixture(1, 1);
        Claim ordinary = two.response();
        Claim reserve = two.response();
        Lease first = ordinary.leases(START);
        boolean[] over = {false};
        Thread worker = new Thread(() -> swap(ordinary, reserve, first, over));
        worker.start();
        int fewest = 2;
        while (worker.isAlive()) {
            fewest = Math.min(fewest, two.pool.leased());
        }
        worker.join();

        assertThat(over[0]).isTrue();
        assertThat(fewest).isEqualTo(1);
    }

    // At every moment one buffer or both are leased, in turn the ordinary and the one of the reserve.
    private static void swap(Claim ordinary, Claim reserve, Lease first, boolean[] over) {
        Lease held = first;
        for (int round = 0; round < 200_000; round++) {
            Lease next = reserve.leases(START);
            held.close();
            held = ordinary.leases(START);
            next.close();
        }
        over[0] = true;
    }
}
