package io.weir.buffer;

import static io.weir.buffer.WaitClass.CONTINUE;
import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The buffers that are kept back so that what has begun can finish. */
final class ReserveTest {

    private final PoolFixture fixture = new PoolFixture(2, 1);
    private final BufferPool pool = fixture.pool;

    @AfterEach
    void everything_came_back() {
        fixture.assertAtRest();
    }

    @Test
    void new_requests_and_bulk_of_requests_may_not_use_it() {
        List<Lease> leases = fixture.leases(2);

        Claim starts = fixture.request().waits(START);
        Claim goesOn = fixture.request().waits(CONTINUE);

        assertThat(pool.level().reserveLeased()).isZero();
        assertThat(pool.isQuiescent()).isTrue();
        leases.forEach(Lease::close);
        starts.collects().close();
        goesOn.collects().close();
    }

    @Test
    void a_request_that_finishes_may_use_it_past_those_who_may_not() {
        List<Lease> leases = fixture.leases(2);
        Claim starts = fixture.request().waits(START);

        Lease reserved = fixture.request().leases(FINISH);

        assertThat(pool.level().reserveLeased()).isEqualTo(1);
        assertThat(pool.leased()).isEqualTo(3);
        reserved.close();
        assertThat(starts.isWaiting()).isTrue();
        leases.forEach(Lease::close);
        starts.collects().close();
    }

    @Test
    void with_every_ordinary_buffer_held_by_requests_responses_still_flow() {
        List<Lease> leases = fixture.leases(2);
        Claim starts = fixture.request().waits(START);

        for (WaitClass urgency : WaitClass.values()) {
            Lease response = fixture.response().leases(urgency);
            assertThat(pool.level().reserveLeased()).isEqualTo(1);
            response.close();
        }

        assertThat(starts.isWaiting()).isTrue();
        leases.forEach(Lease::close);
        starts.collects().close();
    }

    @Test
    void a_response_leaves_it_alone_while_an_ordinary_buffer_is_free() {
        Lease response = fixture.response().leases(FINISH);

        assertThat(pool.level().reserveLeased()).isZero();
        assertThat(pool.leased()).isEqualTo(1);
        response.close();
    }

    /** Were it "the last few free ones", a stream of responses could keep the level there, and no request would start again. */
    @Test
    void an_ordinary_buffer_is_never_handed_to_it() {
        List<Lease> leases = fixture.leases(2);
        Lease reserved = fixture.response().leases(CONTINUE);
        Claim starts = fixture.request().waits(START);
        Claim response = fixture.response().waits(CONTINUE);

        leases.get(0).close();
        assertThat(starts.isGranted()).isTrue();
        assertThat(response.isWaiting()).isTrue();

        reserved.close();
        assertThat(response.isGranted()).isTrue();
        assertThat(pool.level().reserveLeased()).isEqualTo(1);
        Lease collected = response.collects();
        assertThat(collected.place().origin).isEqualTo(Permits.Origin.RESERVE);
        collected.close();
        assertThat(pool.level().reserveLeased()).isZero();
        starts.collects().close();
        leases.get(1).close();
    }

    @Test
    void a_buffer_of_it_goes_past_those_who_may_not_use_it() {
        List<Lease> leases = fixture.leases(2);
        Lease reserved = fixture.response().leases(CONTINUE);
        Claim starts = fixture.request().waits(START);
        Claim response = fixture.response().waits(CONTINUE);

        reserved.close();

        assertThat(starts.isWaiting()).isTrue();
        response.collects().close();
        assertThat(pool.level().reserveLeased()).isZero();
        assertThat(pool.isQuiescent()).isTrue();
        leases.forEach(Lease::close);
        starts.collects().close();
    }

    @Test
    void a_waiter_that_may_use_it_after_a_promotion_is_granted_what_is_free_there() {
        List<Lease> leases = fixture.leases(2);
        Claim claim = fixture.request().waits(START);

        assertThat(claim.ticket.acquire(FINISH)).isSameAs(claim.ticket);

        assertThat(claim.wakes()).isEqualTo(1);
        assertThat(claim.isGranted()).isTrue();
        assertThat(pool.level().reserveLeased()).isEqualTo(1);
        assertThat(fixture.events.lines()).containsExactly("GRANTED REQUEST FINISH after 0 ns");
        claim.collects().close();
        leases.forEach(Lease::close);
    }

    @Test
    void a_waiter_that_is_promoted_while_it_is_empty_gets_the_next_of_it() {
        List<Lease> leases = fixture.leases(2);
        Lease reserved = fixture.response().leases(START);
        Claim claim = fixture.request().waits(START);
        claim.waits(FINISH);

        reserved.close();

        assertThat(claim.isGranted()).isTrue();
        claim.collects().close();
        leases.forEach(Lease::close);
    }

    @Test
    void a_waiter_promoted_on_a_dying_loop_passes_the_reserve_on() {
        List<Lease> leases = fixture.leases(2);
        Claim dying = fixture.request().waits(START).onDeadLoop();

        assertThat(dying.ticket.acquire(FINISH)).isSameAs(dying.ticket);

        assertThat(dying.ticket.state).isEqualTo(Ticket.State.CLOSED);
        assertThat(pool.level().reserveLeased()).isZero();
        leases.forEach(Lease::close);
    }

    @Test
    void the_hard_limit_is_count_plus_reserve() {
        List<Lease> leases = fixture.leases(2);
        Lease reserved = fixture.response().leases(START);

        Claim response = fixture.response().waits(START);
        Claim finish = fixture.request().waits(FINISH);

        assertThat(pool.leased()).isEqualTo(3);
        assertThat(pool.limits().total()).isEqualTo(3);
        reserved.close();
        assertThat(finish.isGranted()).isTrue();
        leases.get(0).close();
        assertThat(response.isGranted()).isTrue();
        finish.collects().close();
        response.collects().close();
        leases.get(1).close();
    }
}
