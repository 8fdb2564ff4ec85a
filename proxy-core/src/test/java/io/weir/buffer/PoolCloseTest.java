package io.weir.buffer;

import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Acquisition.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PoolCloseTest {

    private final PoolFixture fixture = new PoolFixture(2, 1);
    private final BufferPool pool = fixture.pool;

    @Test
    void a_closed_pool_refuses_all_claims() {
        Claim claim = fixture.response();
        pool.close();

        assertThat(claim.ticket.acquire(FINISH)).isEqualTo(Refusal.POOL_CLOSED);
        assertThat(claim.ticket.isPending()).isFalse();
        assertThat(pool.leased()).isZero();
    }

    @Test
    void those_in_line_are_forgotten_and_not_woken() {
        List<Lease> leases = fixture.leases(2);
        Claim waiter = fixture.request().waits(START);

        pool.close();
        leases.forEach(Lease::close);

        assertThat(waiter.wakes()).isZero();
        assertThat(waiter.ticket.isPending()).isFalse();
        assertThat(waiter.ticket.collect()).isEqualTo(Refusal.NOT_WAITING);
        assertThat(waiter.ticket.cancel()).isFalse();
        waiter.ticket.close();
        fixture.assertAtRest();
    }

    @Test
    void buffers_in_use_stay_usable_and_come_back() {
        List<Lease> leases = fixture.leases(2);
        pool.close();

        leases.get(0).buffer().writeLong(7);
        assertThat(leases.get(0).buffer().readLong()).isEqualTo(7);
        assertThat(pool.leased()).isEqualTo(2);
        leases.forEach(Lease::close);
        fixture.assertAtRest();
    }

    @Test
    void what_was_granted_before_can_still_be_collected() {
        List<Lease> leases = fixture.leases(2);
        Claim granted = fixture.request().waits(START);
        Claim closed = fixture.request().waits(START);
        leases.forEach(Lease::close);
        pool.close();

        granted.collects().close();
        closed.ticket.close();

        fixture.assertAtRest();
    }

    @Test
    void closing_twice_is_harmless_and_it_can_still_be_asked() {
        pool.close();
        pool.close();

        assertThat(pool.level().limit()).isEqualTo(3);
        fixture.assertAtRest();
    }
}
