package io.weir.buffer;

import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose stalled buffers there are, how many more there may be, and who has to give one back when others wait. */
final class StallsTest {

    private static final int BYTES = 1000;
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final int RATE = 50;
    private static final Duration WAIT = Duration.ofMillis(100);

    // A quota of 8, of which a client has a right to 2.
    private final PoolFixture fixture = new PoolFixture(new PoolLimits(16, 0, PoolFixture.SIZE, 8, 2));
    private final BufferPool pool = fixture.pool;
    private final InetAddress one = address("192.0.2.1");
    private final InetAddress other = address("192.0.2.2");
    private final List<Hoarder> hoarders = new ArrayList<>();
    private final List<Lease> fillers = new ArrayList<>();
    private final List<Claim> waiters = new ArrayList<>();

    @AfterEach
    void everything_came_back() {
        waiters.forEach(waiter -> waiter.ticket.close());
        fillers.forEach(Lease::close);
        hoarders.forEach(Hoarder::giveBack);
        fixture.assertAtRest();
        assertThat(pool.stalled(1)).isEmpty();
    }

    @Test
    void a_client_alone_may_use_the_quota_but_for_the_share_of_another() {
        stall(one, 5);
        assertThat(pool.mayStall(one)).isTrue();
        stall(one, 1);
        assertThat(pool.mayStall(one)).isFalse();
        assertThat(pool.mayStall(other)).isTrue();
        stall(other, 2);
        assertThat(pool.mayStall(other)).isFalse();
        assertThat(pool.mayStall(address("192.0.2.3"))).isFalse();
    }

    @Test
    void a_client_with_its_share_gets_no_more_while_anybody_waits() {
        stall(one, 2);
        assertThat(pool.mayStall(one)).isTrue();
        waitInLine(1);
        assertThat(pool.mayStall(one)).isFalse();
        assertThat(pool.mayStall(other)).isTrue();
    }

    @Test
    void what_a_client_gives_back_it_may_use_again() {
        stall(one, 6);
        assertThat(pool.mayStall(one)).isFalse();
        hoarders.remove(0).giveBack();
        assertThat(pool.mayStall(one)).isTrue();
    }

    @Test
    void the_addresses_of_one_ipv6_network_are_one_client_and_those_of_another_are_not() {
        stall(address("2001:db8:0:1::1"), 3);
        stall(address("2001:db8:0:1:ffff::2"), 3);
        assertThat(pool.mayStall(address("2001:db8:0:1::3"))).isFalse();
        assertThat(pool.mayStall(address("2001:db8:0:2::1"))).isTrue();
        assertThat(pool.mayStall(one)).isTrue();
    }

    @Test
    void ipv4_clients_are_told_apart_and_are_nobody_of_ipv6() {
        assertThat(Holder.keyOf(one)).isNotEqualTo(Holder.keyOf(other));
        assertThat(Holder.keyOf(address("255.255.255.255"))).isNotEqualTo(Holder.keyOf(address("2001:db8::ffff")));
    }

    @Test
    void a_client_of_ipv4_is_the_same_through_a_socket_of_ipv6() {
        assertThat(Holder.keyOf(address("::ffff:192.0.2.1"))).isEqualTo(Holder.keyOf(address("192.0.2.1")));
        assertThat(Holder.keyOf(address("::192.0.2.1"))).isNotEqualTo(Holder.keyOf(address("192.0.2.1")));
    }

    @Test
    void nobody_is_evicted_while_nobody_waits() {
        stall(one, 3);
        fixture.ticker.advance(LONG);
        assertThat(pool.evict(LONG, RATE, WAIT)).isZero();
        assertThat(pool.level().evicted()).isZero();
    }

    @Test
    void nobody_is_evicted_for_who_has_only_begun_to_wait() {
        stall(one, 1);
        fixture.ticker.advance(LONG);
        waitInLine(1);
        waiters.get(0).ticket.cancel();
        waiters.get(0).waits(START);
        fixture.ticker.advance(WAIT.minusNanos(1));
        assertThat(pool.evict(LONG, RATE, WAIT)).isZero();
        fixture.ticker.advance(Duration.ofNanos(1));
        assertThat(pool.evict(LONG, RATE, WAIT)).isEqualTo(1);
    }

    @Test
    void as_many_are_evicted_as_wait_and_the_longest_stalled_first() {
        for (int i = 0; i < 4; i++) {
            stall(one, 1);
            fixture.ticker.advance(Duration.ofSeconds(1));
        }
        waitInLine(2);
        fixture.ticker.advance(LONG);
        assertThat(pool.evict(LONG, RATE, WAIT)).isEqualTo(2);
        assertThat(evicted()).containsExactly(true, true, false, false);
        assertThat(pool.level().evicted()).isEqualTo(2);
    }

    @Test
    void who_has_not_been_stalled_for_so_long_is_spared() {
        stall(one, 1);
        fixture.ticker.advance(LONG.minus(WAIT).minusNanos(1));
        waitInLine(1);
        assertThat(pool.evict(LONG, RATE, WAIT)).isZero();
        fixture.ticker.advance(Duration.ofNanos(1));
        assertThat(pool.evict(LONG, RATE, WAIT)).isEqualTo(1);
    }

    @Test
    void who_takes_its_bytes_fast_enough_is_spared_and_does_not_shield_who_does_not() {
        stall(one, 2);
        fixture.ticker.advance(LONG.minus(WAIT));
        hoarders.get(0).takes(RATE * 10 + 1);
        hoarders.get(1).takes(RATE * 10);
        waitInLine(1);
        assertThat(pool.evict(LONG, RATE, WAIT)).isEqualTo(1);
        assertThat(evicted()).containsExactly(false, true);
    }

    @Test
    void with_a_least_rate_of_none_only_who_takes_nothing_is_evicted() {
        stall(one, 2);
        fixture.ticker.advance(LONG);
        hoarders.get(0).takes(1);
        waitInLine(2);
        assertThat(pool.evict(LONG, 0, WAIT)).isEqualTo(1);
        assertThat(evicted()).containsExactly(false, true);
    }

    @Test
    void who_may_have_taken_its_bytes_unseen_is_given_the_time_that_this_would_need() {
        hoarders.add(new Hoarder(fixture.response().leases(START), one, RATE * 20));
        hoarders.get(0).stall();
        fixture.ticker.advance(LONG);
        waitInLine(1);
        assertThat(pool.evict(LONG, RATE, WAIT)).isZero();
        fixture.ticker.advance(LONG.minus(WAIT).minusNanos(1));
        assertThat(pool.evict(LONG, RATE, WAIT)).isZero();
        fixture.ticker.advance(Duration.ofNanos(1));
        assertThat(pool.evict(LONG, RATE, WAIT)).isEqualTo(1);
    }

    @Test
    void a_client_with_more_than_its_share_goes_before_one_that_has_been_stalled_longer() {
        stall(other, 2);
        fixture.ticker.advance(Duration.ofSeconds(1));
        stall(one, 3);
        fixture.ticker.advance(LONG);
        waitInLine(1);
        pool.evict(LONG, RATE, WAIT);
        assertThat(evicted()).containsExactly(false, false, true, false, false);
    }

    @Test
    void who_moves_on_and_stalls_again_is_the_youngest() {
        stall(one, 2);
        fixture.ticker.advance(SHORT);
        hoarders.get(0).lease.moves();
        hoarders.get(0).stall();
        fixture.ticker.advance(SHORT);
        waitInLine(2);
        assertThat(pool.evict(LONG.minus(SHORT), RATE, WAIT)).isEqualTo(1);
        assertThat(evicted()).containsExactly(false, true);
    }

    @Test
    void an_eviction_that_comes_too_late_finds_another_stall() {
        stall(one, 1);
        fixture.ticker.advance(LONG);
        waitInLine(1);
        Hoarder hoarder = hoarders.get(0);
        hoarder.isSlowToHear = true;
        pool.evict(LONG, RATE, WAIT);
        hoarder.lease.moves();
        hoarder.stall();
        assertThat(hoarder.lease.isEvicted(hoarder.heard)).isFalse();
        assertThat(pool.level().evicted()).isZero();
    }

    @Test
    void the_longest_stalled_can_be_looked_at() {
        stall(one, 1);
        fixture.ticker.advance(SHORT);
        stall(other, 2);
        hoarders.get(0).takes(300);
        assertThat(pool.stalled(2))
                .extracting(StalledBuffer::client, StalledBuffer::age, StalledBuffer::leftBytes)
                .containsExactly(tuple(one, SHORT, BYTES - 300), tuple(other, Duration.ZERO, BYTES));
    }

    private void stall(InetAddress client, int buffers) {
        for (int i = 0; i < buffers; i++) {
            Hoarder hoarder = new Hoarder(fixture.response().leases(START), client, 0);
            hoarder.stall();
            hoarders.add(hoarder);
        }
    }

    /** Somebody else takes all that is free, so that others have to wait. */
    private void waitInLine(int count) {
        fillers.addAll(fixture.leases(pool.limits().count() - pool.leased()));
        for (int i = 0; i < count; i++) {
            waiters.add(fixture.request().waits(START));
        }
        fixture.ticker.advance(WAIT);
    }

    private List<Boolean> evicted() {
        return hoarders.stream().map(hoarder -> hoarder.heard != 0).toList();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Holds a buffer whose bytes nobody takes. */
    private static final class Hoarder implements Holder.Owner {

        final Lease lease;
        private final Holder holder;
        private final int unseenBytes;
        boolean isSlowToHear;
        long heard;

        Hoarder(Lease lease, InetAddress client, int unseenBytes) {
            this.lease = lease;
            this.unseenBytes = unseenBytes;
            holder = new Holder(client, this);
        }

        void stall() {
            lease.stalls(holder, BYTES, unseenBytes);
        }

        void takes(int bytes) {
            lease.progresses(BYTES - bytes);
        }

        @Override
        public void evict(long stall) {
            heard = stall;
            if (!isSlowToHear) {
                assertThat(lease.isEvicted(stall)).isTrue();
            }
        }

        void giveBack() {
            lease.close();
        }
    }
}
