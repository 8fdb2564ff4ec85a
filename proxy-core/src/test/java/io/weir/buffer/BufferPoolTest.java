package io.weir.buffer;

import static io.weir.buffer.WaitClass.CONTINUE;
import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.Acquisition.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leasing, waiting in line and being served, step by step on one thread. */
final class BufferPoolTest {

    private final PoolFixture fixture = new PoolFixture(2, 0);
    private final BufferPool pool = fixture.pool;

    @AfterEach
    void everything_came_back() {
        fixture.assertAtRest();
    }

    @Test
    void a_buffer_is_leased_at_once_while_one_is_free() {
        Claim claim = fixture.request();

        Lease lease = claim.leases(START);

        assertThat(pool.leased()).isEqualTo(1);
        assertThat(claim.ticket.isPending()).isFalse();
        lease.close();
        assertThat(pool.leased()).isZero();
        assertThat(claim.wakes()).isZero();
        assertThat(fixture.events.lines()).isEmpty();
    }

    @Test
    void never_more_buffers_are_leased_than_there_are() {
        List<Lease> leases = fixture.leases(2);
        Claim third = fixture.request().waits(START);

        assertThat(pool.leased()).isEqualTo(2);
        leases.get(0).close();
        assertThat(pool.leased()).isEqualTo(2);
        leases.get(1).close();
        assertThat(pool.leased()).isEqualTo(1);
        third.collects().close();
    }

    @Test
    void a_released_buffer_goes_to_the_waiter_and_is_at_no_time_free() {
        List<Lease> leases = fixture.leases(2);
        Claim waiter = fixture.request().waits(START);
        Claim newcomer = fixture.request();

        leases.get(0).close();

        assertThat(waiter.isGranted()).isTrue();
        assertThat(waiter.wakes()).isEqualTo(1);
        newcomer.waits(START);
        waiter.collects().close();
        newcomer.collects().close();
        leases.get(1).close();
    }

    @Test
    void a_newcomer_does_not_overtake_a_waiter_of_its_class() {
        List<Lease> leases = fixture.leases(2);
        Claim first = fixture.request().waits(START);
        Claim second = fixture.response().waits(START);
        Claim third = fixture.request().waits(START);

        leases.get(1).close();
        assertThat(List.of(first.isGranted(), second.isGranted(), third.isGranted()))
                .containsExactly(true, false, false);
        leases.get(0).close();
        assertThat(List.of(first.isGranted(), second.isGranted(), third.isGranted()))
                .containsExactly(true, true, false);
        first.collects().close();
        third.collects().close();
        second.collects().close();
    }

    @Test
    void the_more_urgent_class_is_served_first() {
        List<Lease> leases = fixture.leases(2);
        Claim goesOn = fixture.request().waits(CONTINUE);
        Claim starts = fixture.request().waits(START);
        Claim finishes = fixture.request().waits(FINISH);

        leases.get(0).close();
        assertThat(finishes.isGranted()).isTrue();
        leases.get(1).close();
        assertThat(starts.isGranted()).isTrue();
        assertThat(goesOn.isWaiting()).isTrue();
        finishes.collects().close();
        starts.collects().close();
        goesOn.collects().close();
    }

    @Test
    void bulk_is_served_after_eight_newcomers_went_past_it() {
        Lease kept = fixture.request().leases(START);
        Lease lease = fixture.request().leases(START);
        Claim bulk = fixture.request().waits(CONTINUE);
        for (int i = 0; i < WaitQueue.PATIENCE; i++) {
            Claim newcomer = fixture.request().waits(START);
            lease.close();
            lease = newcomer.collects();
        }
        Claim ninth = fixture.request().waits(START);

        lease.close();

        assertThat(bulk.isGranted()).isTrue();
        assertThat(ninth.isWaiting()).isTrue();
        bulk.collects().close();
        ninth.collects().close();
        kept.close();
    }

    @Test
    void n_returned_buffers_are_n_grants_and_n_wake_ups() {
        List<Lease> leases = fixture.leases(2);
        List<Claim> waiters = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiters.add(fixture.request().waits(START));
        }
        assertThat(waiters).allMatch(claim -> claim.wakes() == 0);

        leases.forEach(Lease::close);

        assertThat(waiters.subList(0, 2)).allMatch(claim -> claim.isGranted() && claim.wakes() == 1);
        assertThat(waiters.subList(2, 10_000)).allMatch(claim -> claim.isWaiting() && claim.wakes() == 0);
        waiters.forEach(claim -> claim.collects().close());
        assertThat(waiters).allMatch(claim -> claim.wakes() == 1);
    }

    @Test
    void a_buffer_that_is_kept_by_a_slice_is_not_offered() {
        List<Lease> leases = fixture.leases(2);
        Claim waiter = fixture.request().waits(START);
        ByteBuf slice = leases.get(0).buffer().writeLong(1).retainedSlice();

        leases.get(0).close();
        assertThat(waiter.isWaiting()).isTrue();
        assertThat(waiter.wakes()).isZero();

        slice.release();
        waiter.collects().close();
        leases.get(1).close();
    }

    @Test
    void a_session_that_ends_without_a_buffer_offers_none() {
        List<Lease> leases = fixture.leases(2);
        Claim waiter = fixture.request().waits(START);

        fixture.request().ticket.close();
        fixture.request().waits(START).ticket.close();

        assertThat(waiter.isWaiting()).isTrue();
        assertThat(waiter.wakes()).isZero();
        leases.get(0).close();
        leases.get(1).close();
        waiter.collects().close();
    }

    @Test
    void asking_again_while_in_line_changes_nothing() {
        List<Lease> leases = fixture.leases(2);
        Claim patient = fixture.request().waits(START);
        Claim other = fixture.request().waits(START);

        patient.waits(START).waits(CONTINUE).waits(START);

        assertThat(pool.level().waitingStart()).isEqualTo(2);
        assertThat(pool.level().waiting()).isEqualTo(2);
        leases.get(0).close();
        assertThat(patient.isGranted()).isTrue();
        assertThat(patient.ticket.acquire(FINISH)).isSameAs(patient.ticket);
        assertThat(patient.wakes()).isEqualTo(1);
        assertThat(pool.leased()).isEqualTo(2);
        leases.get(1).close();
        patient.collects().close();
        other.collects().close();
    }

    @Test
    void a_claim_never_gets_two_buffers_for_one_wait() {
        List<Lease> leases = fixture.leases(2);
        Claim claim = fixture.request().waits(START);
        leases.forEach(Lease::close);

        Lease lease = claim.collects();

        assertThat(claim.ticket.collect()).isEqualTo(Refusal.NOT_WAITING);
        assertThat(pool.leased()).isEqualTo(1);
        lease.close();
    }

    @Test
    void who_is_promoted_is_served_before_those_of_its_class_that_came_later() {
        List<Lease> leases = fixture.leases(2);
        Claim oldest = fixture.request().waits(START);
        Claim promoted = fixture.request().waits(CONTINUE);
        Claim youngest = fixture.request().waits(START);

        promoted.waits(START);

        assertThat(pool.level().waitingStart()).isEqualTo(3);
        leases.get(0).close();
        assertThat(oldest.isGranted()).isTrue();
        leases.get(1).close();
        assertThat(promoted.isGranted()).isTrue();
        oldest.collects().close();
        assertThat(youngest.isGranted()).isTrue();
        promoted.collects().close();
        youngest.collects().close();
    }

    @Test
    void nobody_is_demoted() {
        List<Lease> leases = fixture.leases(2);
        Claim urgent = fixture.request().waits(FINISH);
        Claim starts = fixture.request().waits(START);

        urgent.waits(CONTINUE);

        assertThat(pool.level().waitingFinish()).isEqualTo(1);
        leases.get(0).close();
        assertThat(urgent.isGranted()).isTrue();
        urgent.collects().close();
        starts.collects().close();
        leases.get(1).close();
    }

    @Test
    void a_promotion_does_not_make_the_wait_look_shorter() {
        List<Lease> leases = fixture.leases(2);
        Claim claim = fixture.request().waits(CONTINUE);
        fixture.ticker.advance(Duration.ofNanos(70));
        claim.waits(START);
        fixture.ticker.advance(Duration.ofNanos(30));

        assertThat(pool.level().oldestWaitNanos()).isEqualTo(100);
        leases.forEach(Lease::close);
        assertThat(fixture.events.lines()).containsExactly("GRANTED REQUEST START after 100 ns");
        claim.collects().close();
    }

    @Test
    void who_gives_up_is_skipped_and_may_come_back_at_the_end() {
        List<Lease> leases = fixture.leases(2);
        Claim restless = fixture.request().waits(START);
        Claim steady = fixture.request().waits(START);

        assertThat(restless.ticket.cancel()).isTrue();
        assertThat(restless.ticket.isPending()).isFalse();
        assertThat(restless.ticket.cancel()).isFalse();
        restless.waits(START);

        leases.get(0).close();
        assertThat(steady.isGranted()).isTrue();
        assertThat(restless.isWaiting()).isTrue();
        leases.get(1).close();
        steady.collects().close();
        restless.collects().close();
    }

    @Test
    void who_was_granted_learns_that_it_is_too_late_to_cancel() {
        List<Lease> leases = fixture.leases(2);
        Claim claim = fixture.request().waits(START);
        leases.get(0).close();

        assertThat(claim.ticket.cancel()).isFalse();

        assertThat(claim.ticket.isPending()).isTrue();
        claim.collects().close();
        leases.get(1).close();
    }

    @Test
    void who_has_cancelled_has_nothing_to_collect() {
        List<Lease> leases = fixture.leases(2);
        Claim claim = fixture.request().waits(START);
        claim.ticket.cancel();
        leases.forEach(Lease::close);

        assertThat(claim.ticket.collect()).isEqualTo(Refusal.NOT_WAITING);
        assertThat(claim.wakes()).isZero();
    }

    @Test
    void a_wake_up_that_comes_too_early_finds_the_ticket_still_in_line() {
        List<Lease> leases = fixture.leases(2);
        Claim claim = fixture.request().waits(START);

        assertThat(claim.ticket.collect()).isSameAs(claim.ticket);

        leases.forEach(Lease::close);
        claim.collects().close();
    }

    /** Two buffers for one session, as HAProxy's send callback had them: it freed one and dequeued itself. */
    @Test
    void a_session_that_releases_a_buffer_stays_in_line_with_its_other_flow() {
        Claim response = fixture.response();
        Lease held = response.leases(START);
        Lease other = fixture.request().leases(START);
        Claim stranger = fixture.request().waits(START);
        Claim request = new Claim(pool, response.ticket.session, Flow.REQUEST).waits(START);

        held.close();

        assertThat(stranger.isGranted()).isTrue();
        assertThat(request.isWaiting()).isTrue();
        other.close();
        assertThat(request.isGranted()).isTrue();
        stranger.collects().close();
        request.collects().close();
    }

    @Test
    void a_ticket_that_releases_its_own_former_buffer_stays_in_line_and_may_be_served_by_it() {
        Lease other = fixture.request().leases(START);
        Claim claim = fixture.response();
        ByteBuf unsent = claim.leases(START).buffer();
        claim.waits(CONTINUE);

        unsent.release();

        assertThat(claim.isGranted()).isTrue();
        claim.collects().close();
        other.close();
    }

    @Test
    void closing_a_ticket_in_line_leaves_the_line() {
        List<Lease> leases = fixture.leases(2);
        Claim gone = fixture.request().waits(START);
        Claim next = fixture.request().waits(START);

        gone.ticket.close();

        assertThat(pool.level().waiting()).isEqualTo(1);
        leases.get(0).close();
        assertThat(next.isGranted()).isTrue();
        assertThat(gone.wakes()).isZero();
        next.collects().close();
        leases.get(1).close();
    }

    @Test
    void closing_a_ticket_that_was_granted_passes_the_buffer_on() {
        List<Lease> leases = fixture.leases(2);
        Claim gone = fixture.request().waits(START);
        Claim next = fixture.request().waits(START);
        leases.get(0).close();

        gone.ticket.close();

        assertThat(next.isGranted()).isTrue();
        assertThat(gone.ticket.collect()).isEqualTo(Refusal.NOT_WAITING);
        next.collects().close();
        leases.get(1).close();
    }

    @Test
    void closing_a_ticket_that_was_granted_frees_the_buffer_if_nobody_waits() {
        List<Lease> leases = fixture.leases(2);
        Claim gone = fixture.request().waits(START);
        leases.get(0).close();

        gone.ticket.close();

        assertThat(pool.leased()).isEqualTo(1);
        leases.get(1).close();
    }

    @Test
    void a_grant_that_is_collected_and_closed_unread_is_passed_on() {
        List<Lease> leases = fixture.leases(2);
        Claim first = fixture.request().waits(START);
        Claim second = fixture.request().waits(START);
        leases.get(0).close();

        first.collects().close();

        assertThat(second.isGranted()).isTrue();
        second.collects().close();
        leases.get(1).close();
    }

    @Test
    void a_closed_ticket_gets_no_buffer_and_no_place_in_line() {
        Claim idle = fixture.request();
        idle.ticket.close();
        assertThat(idle.ticket.acquire(START)).isEqualTo(Refusal.TICKET_CLOSED);

        List<Lease> leases = fixture.leases(2);
        assertThat(idle.ticket.acquire(FINISH)).isEqualTo(Refusal.TICKET_CLOSED);
        assertThat(idle.ticket.cancel()).isFalse();
        assertThat(idle.ticket.isPending()).isFalse();
        idle.ticket.close();
        assertThat(pool.level().waiting()).isZero();
        leases.forEach(Lease::close);
    }

    @Test
    void closing_a_ticket_does_not_take_a_collected_buffer_away() {
        Claim claim = fixture.request();
        Lease lease = claim.leases(START);

        claim.ticket.close();

        lease.buffer().writeByte(1);
        assertThat(pool.leased()).isEqualTo(1);
        lease.close();
    }
}
