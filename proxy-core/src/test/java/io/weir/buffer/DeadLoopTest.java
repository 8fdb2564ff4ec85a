package io.weir.buffer;

import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Acquisition.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiters whose event loop takes no more tasks. */
final class DeadLoopTest {

    private final PoolFixture fixture = new PoolFixture(1, 1);
    private final BufferPool pool = fixture.pool;

    @AfterEach
    void everything_came_back() {
        fixture.assertAtRest();
    }

    @Test
    void the_next_in_line_gets_what_a_dead_loop_cannot_take() {
        Lease lease = fixture.request().leases(START);
        Claim dead = fixture.request().waits(START).onDeadLoop();
        Claim alive = fixture.request().waits(START);

        lease.close();

        assertThat(dead.wakes()).isEqualTo(1);
        assertThat(alive.wakes()).isEqualTo(1);
        alive.collects().close();
    }

    @Test
    void a_ticket_of_a_dead_loop_is_closed_and_closing_it_again_is_harmless() {
        Lease lease = fixture.request().leases(START);
        Claim dead = fixture.request().waits(START).onDeadLoop();

        lease.close();

        assertThat(pool.leased()).isZero();
        assertThat(dead.ticket.acquire(START)).isEqualTo(Refusal.TICKET_CLOSED);
        assertThat(dead.ticket.collect()).isEqualTo(Refusal.NOT_WAITING);
        dead.ticket.close();
    }

    @Test
    void thousands_in_line_on_a_dead_loop_are_passed_over_without_recursion() {
        Lease lease = fixture.request().leases(START);
        List<Claim> dead = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            dead.add(fixture.request().waits(START).onDeadLoop());
        }
        Claim alive = fixture.request().waits(START);

        lease.close();

        assertThat(dead).allMatch(claim -> claim.wakes() == 1);
        alive.collects().close();
    }

    @Test
    void a_buffer_that_nobody_alive_wants_is_free_again() {
        Lease lease = fixture.request().leases(START);
        for (int i = 0; i < 1000; i++) {
            fixture.request().waits(START).onDeadLoop();
        }

        lease.close();

        assertThat(pool.leased()).isZero();
        fixture.request().leases(START).close();
    }

    @Test
    void the_reserve_that_came_back_from_a_dead_loop_is_still_the_reserve() {
        Lease ordinary = fixture.request().leases(START);
        Lease reserved = fixture.response().leases(FINISH);
        Claim starts = fixture.request().waits(START);
        Claim dead = fixture.response().waits(FINISH).onDeadLoop();

        reserved.close();

        assertThat(dead.wakes()).isEqualTo(1);
        assertThat(starts.isWaiting()).isTrue();
        assertThat(pool.level().reserveLeased()).isZero();
        ordinary.close();
        starts.collects().close();
    }

    /** Its owner has collected and queued again before the first wake-up arrived, and then its loop died. */
    @Test
    void a_late_refusal_to_wake_up_does_not_close_a_ticket_that_waits_again() {
        Lease lease = fixture.request().leases(START);
        Claim other = fixture.request();
        List<Lease> taken = new ArrayList<>();
        Ticket ticket = pool.ticket(7, Flow.REQUEST, woken -> {
            ((Lease) woken.collect()).close();
            taken.add(other.leases(START));
            assertThat(woken.acquire(START)).isSameAs(woken);
            return false;
        });
        assertThat(ticket.acquire(START)).isSameAs(ticket);

        lease.close();

        assertThat(ticket.state).isEqualTo(Ticket.State.WAITING);
        assertThat(ticket.cancel()).isTrue();
        taken.forEach(Lease::close);
    }
}
