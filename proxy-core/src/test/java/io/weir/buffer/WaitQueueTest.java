package io.weir.buffer;

import static io.weir.buffer.Flow.REQUEST;
import static io.weir.buffer.Flow.RESPONSE;
import static io.weir.buffer.WaitClass.CONTINUE;
import static io.weir.buffer.WaitClass.FINISH;
import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Permits.Origin;
import io.weir.time.Ticker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WaitQueueTest {

    private final BufferPool pool =
            new BufferPool(PoolLimits.of(1, 0, PoolFixture.SIZE), Ticker.SYSTEM, PoolObserver.NONE);
    private final WaitQueue queue = new WaitQueue();
    private long nextNumber;

    @Test
    void an_empty_queue_owes_nothing() {
        assertThat(queue.takeNext(Origin.ORDINARY)).isNull();
        assertThat(queue.takeNext(Origin.RESERVE)).isNull();
        assertThat(queue.oldestOfAll()).isNull();
        assertThat(queue.hasTakerFor(Origin.ORDINARY)).isFalse();
        assertThat(queue.hasTakerFor(Origin.RESERVE)).isFalse();
    }

    @Test
    void first_come_first_served_inside_a_class_whatever_the_flow() {
        for (WaitClass waitClass : WaitClass.values()) {
            Ticket first = add(REQUEST, waitClass);
            Ticket second = add(RESPONSE, waitClass);
            Ticket third = add(RESPONSE, waitClass);
            Ticket fourth = add(REQUEST, waitClass);

            assertThat(takeAll(Origin.ORDINARY)).containsExactly(first, second, third, fourth);
        }
    }

    @Test
    void finish_is_served_before_start_and_start_before_continue() {
        Ticket goesOn = add(RESPONSE, CONTINUE);
        Ticket starts = add(REQUEST, START);
        Ticket finishes = add(REQUEST, FINISH);

        assertThat(takeAll(Origin.ORDINARY)).containsExactly(finishes, starts, goesOn);
    }

    @Test
    void the_reserve_is_for_class_finish_and_for_responses_most_urgent_first() {
        Ticket requestGoesOn = add(REQUEST, CONTINUE);
        Ticket requestStarts = add(REQUEST, START);
        Ticket responseGoesOn = add(RESPONSE, CONTINUE);
        Ticket responseStarts = add(RESPONSE, START);
        Ticket requestFinishes = add(REQUEST, FINISH);
        Ticket responseFinishes = add(RESPONSE, FINISH);

        assertThat(takeAll(Origin.RESERVE))
                .containsExactly(requestFinishes, responseFinishes, responseStarts, responseGoesOn);
        assertThat(queue.hasTakerFor(Origin.RESERVE)).isFalse();
        assertThat(queue.hasTakerFor(Origin.ORDINARY)).isTrue();
        assertThat(takeAll(Origin.ORDINARY)).containsExactly(requestStarts, requestGoesOn);
    }

    @Test
    void after_eight_buffers_that_went_past_it_the_oldest_of_class_continue_is_served() {
        Ticket patient = add(REQUEST, CONTINUE);
        Ticket younger = add(REQUEST, CONTINUE);
        List<Ticket> starts = addMany(START, 2 * WaitQueue.PATIENCE + 1);

        assertThat(take(WaitQueue.PATIENCE)).isEqualTo(starts.subList(0, 8));
        assertThat(take(1)).containsExactly(patient);
        assertThat(take(WaitQueue.PATIENCE)).isEqualTo(starts.subList(8, 16));
        assertThat(take(1)).containsExactly(younger);
        assertThat(take(1)).containsExactly(starts.get(16));
    }

    @Test
    void patience_is_counted_in_buffers_that_went_past_somebody() {
        addMany(START, 2 * WaitQueue.PATIENCE);
        take(WaitQueue.PATIENCE);
        Ticket patient = add(REQUEST, CONTINUE);

        assertThat(take(WaitQueue.PATIENCE)).doesNotContain(patient);
        assertThat(take(1)).containsExactly(patient);
    }

    @Test
    void patience_begins_anew_when_class_continue_had_its_turn() {
        Ticket early = add(REQUEST, CONTINUE);
        Ticket late = add(REQUEST, CONTINUE);
        List<Ticket> starts = addMany(START, WaitQueue.PATIENCE - 1);
        assertThat(take(WaitQueue.PATIENCE - 1)).isEqualTo(starts);
        assertThat(take(1)).containsExactly(early);
        List<Ticket> more = addMany(FINISH, WaitQueue.PATIENCE);

        assertThat(take(WaitQueue.PATIENCE)).isEqualTo(more);
        assertThat(take(1)).containsExactly(late);
    }

    @Test
    void a_look_at_the_queue_does_not_use_up_patience() {
        Ticket patient = add(REQUEST, CONTINUE);
        addMany(START, WaitQueue.PATIENCE);
        for (int i = 0; i < 3 * WaitQueue.PATIENCE; i++) {
            assertThat(queue.hasTakerFor(Origin.ORDINARY)).isTrue();
            assertThat(queue.oldestOfAll()).isSameAs(patient);
        }

        assertThat(take(WaitQueue.PATIENCE)).doesNotContain(patient);
    }

    @Test
    void who_is_promoted_keeps_its_age() {
        Ticket oldest = add(REQUEST, START);
        Ticket promoted = add(REQUEST, CONTINUE);
        Ticket youngest = add(REQUEST, START);

        queue.promote(promoted, START);

        assertThat(takeAll(Origin.ORDINARY)).containsExactly(oldest, promoted, youngest);
    }

    @Test
    void who_is_promoted_may_become_the_head_or_the_tail_of_its_new_line() {
        Ticket first = add(RESPONSE, CONTINUE);
        Ticket second = add(RESPONSE, START);
        Ticket third = add(RESPONSE, CONTINUE);

        queue.promote(third, START);
        queue.promote(first, START);

        assertThat(takeAll(Origin.RESERVE)).containsExactly(first, second, third);
    }

    @Test
    void who_leaves_is_skipped_wherever_it_stood() {
        for (int leaving = 0; leaving < 3; leaving++) {
            List<Ticket> line = addMany(START, 3);
            Ticket gone = line.get(leaving);

            queue.remove(gone);

            assertThat(queue.size(START)).isEqualTo(2);
            assertThat(takeAll(Origin.ORDINARY)).hasSize(2).doesNotContain(gone).isSubsetOf(line);
        }
    }

    @Test
    void who_has_left_is_linked_to_nobody() {
        List<Ticket> line = addMany(START, 3);

        queue.remove(line.get(1));

        assertThat(line.get(1).previous).isNull();
        assertThat(line.get(1).next).isNull();
        assertThat(line.get(0).next).isSameAs(line.get(2));
        assertThat(line.get(2).previous).isSameAs(line.get(0));
    }

    @Test
    void who_comes_back_stands_at_the_end() {
        Ticket restless = add(REQUEST, START);
        Ticket steady = add(REQUEST, START);

        queue.remove(restless);
        queue.add(restless, START);

        assertThat(takeAll(Origin.ORDINARY)).containsExactly(steady, restless);
    }

    @Test
    void waiters_are_counted_by_class_over_both_flows() {
        add(REQUEST, START);
        add(RESPONSE, START);
        add(RESPONSE, FINISH);

        assertThat(queue.size(FINISH)).isEqualTo(1);
        assertThat(queue.size(START)).isEqualTo(2);
        assertThat(queue.size(CONTINUE)).isZero();
    }

    @Test
    void the_oldest_of_all_is_found_in_whatever_line_it_stands() {
        Ticket oldest = add(REQUEST, CONTINUE);
        Ticket next = add(RESPONSE, FINISH);
        add(REQUEST, START);

        assertThat(queue.oldestOfAll()).isSameAs(oldest);
        queue.remove(oldest);
        assertThat(queue.oldestOfAll()).isSameAs(next);
    }

    private Ticket add(Flow flow, WaitClass waitClass) {
        Ticket ticket = pool.ticket(nextNumber++, flow, woken -> true);
        queue.add(ticket, waitClass);
        return ticket;
    }

    private List<Ticket> addMany(WaitClass waitClass, int number) {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            tickets.add(add(i % 2 == 0 ? REQUEST : RESPONSE, waitClass));
        }
        return tickets;
    }

    private List<Ticket> take(int number) {
        List<Ticket> taken = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            taken.add(queue.takeNext(Origin.ORDINARY));
        }
        return taken;
    }

    private List<Ticket> takeAll(Origin origin) {
        List<Ticket> taken = new ArrayList<>();
        for (Ticket next = queue.takeNext(origin); next != null; next = queue.takeNext(origin)) {
            taken.add(next);
        }
        return taken;
    }
}
