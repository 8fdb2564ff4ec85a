package io.weir.buffer;

import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Leases that a bug has lost. The garbage collector is asked until it has noticed. */
final class LeakTest {

    private static final int COLLECTIONS = 500;

    private final PoolFixture fixture = new PoolFixture(1, 0);
    private final BufferPool pool = fixture.pool;
    private final CountDownLatch granted = new CountDownLatch(1);
    private final Ticket waiter = pool.ticket(2, Flow.REQUEST, woken -> {
        granted.countDown();
        return true;
    });
    private final Logger logger = (Logger) LoggerFactory.getLogger(Grants.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void read_the_log() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
    }

    @AfterEach
    void leave_the_log() {
        logger.detachAppender(log);
        logger.setAdditive(true);
    }

    @Test
    void the_buffer_of_a_lost_lease_goes_to_the_next_in_line() throws Exception {
        loseLease(41);
        assertThat(waiter.acquire(START)).isSameAs(waiter);

        collectGarbageUntil(granted);

        Lease lease = (Lease) waiter.collect();
        assertThat(lease.buffer().writableBytes()).isEqualTo(PoolFixture.SIZE);
        lease.close();
        assertThat(pool.leased()).isZero();
    }

    @Test
    void a_leak_is_counted_observed_and_logged_with_the_session_that_lost_it() throws Exception {
        loseLease(42);
        assertThat(waiter.acquire(START)).isSameAs(waiter);

        collectGarbageUntil(granted);

        assertThat(pool.level().leaks()).isEqualTo(1);
        assertThat(fixture.events.lines()).contains("LEAK RESPONSE of session 42");
        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.ERROR);
        assertThat(log.list.get(0).getFormattedMessage())
                .isEqualTo("event=leak session=42 flow=RESPONSE buffer=0 action=reclaimed");
        ((Lease) waiter.collect()).close();
    }

    @Test
    void a_lost_lease_no_longer_counts_as_stalled() throws Exception {
        loseStalledLease();
        assertThat(pool.level().stalled()).isEqualTo(1);
        assertThat(waiter.acquire(START)).isSameAs(waiter);

        collectGarbageUntil(granted);

        assertThat(pool.level().stalled()).isZero();
        ((Lease) waiter.collect()).close();
    }

    @Test
    void a_buffer_can_be_lost_again_and_again() throws Exception {
        for (int round = 1; round <= 3; round++) {
            loseLease(round);
            CountDownLatch again = new CountDownLatch(1);
            Ticket ticket = pool.ticket(100, Flow.REQUEST, woken -> {
                again.countDown();
                return true;
            });
            assertThat(ticket.acquire(START)).isSameAs(ticket);

            collectGarbageUntil(again);

            assertThat(pool.level().leaks()).isEqualTo(round);
            ((Lease) ticket.collect()).close();
        }
    }

    @Test
    void a_grant_that_is_lost_with_its_ticket_is_found() throws Exception {
        loseGrant();
        assertThat(pool.leased()).isEqualTo(1);
        assertThat(waiter.acquire(START)).isSameAs(waiter);

        collectGarbageUntil(granted);

        assertThat(fixture.events.lines()).contains("LEAK REQUEST of session 43");
        ((Lease) waiter.collect()).close();
    }

    @Test
    void what_is_free_or_still_in_use_is_not_taken_for_lost() throws Exception {
        PoolFixture other = new PoolFixture(3, 0);
        Lease lease = other.request().leases(START);
        ByteBuf slice = sliceWhoseLeaseIsForgotten(other);
        loseLease(44);
        assertThat(waiter.acquire(START)).isSameAs(waiter);

        collectGarbageUntil(granted);
        System.gc();

        assertThat(other.pool.level().leaks()).isZero();
        assertThat(other.pool.leased()).isEqualTo(2);
        slice.release();
        lease.close();
        other.assertAtRest();
        ((Lease) waiter.collect()).close();
    }

    // Each in a method of its own, so that no frame that lives on refers to what is lost.

    private void loseLease(long session) {
        pool.ticket(session, Flow.RESPONSE, woken -> true).acquire(START);
    }

    private void loseStalledLease() {
        HoldingFlow flow = new HoldingFlow(
                (Lease) pool.ticket(45, Flow.RESPONSE, woken -> true).acquire(START));
        flow.stall();
    }

    /** Has the lease, as a connection has, and is known to the pool as its holder. */
    private static final class HoldingFlow implements Holder.Owner {
        private final Lease lease;

        HoldingFlow(Lease lease) {
            this.lease = lease;
        }

        void stall() {
            lease.stalls(new Holder(PoolFixture.CLIENT, this), 1);
        }

        @Override
        public void evict(long stall) {
            throw new AssertionError(lease);
        }
    }

    private void loseGrant() {
        Lease lease = fixture.request().leases(START);
        pool.ticket(43, Flow.REQUEST, woken -> true).acquire(START);
        lease.close();
    }

    private static ByteBuf sliceWhoseLeaseIsForgotten(PoolFixture fixture) {
        return fixture.request().leases(START).buffer().writeLong(1).readSlice(4);
    }

    private static void collectGarbageUntil(CountDownLatch done) throws InterruptedException {
        boolean noticed = false;
        for (int i = 0; i < COLLECTIONS && !noticed; i++) {
            System.gc();
            noticed = done.await(10, TimeUnit.MILLISECONDS);
        }
        assertThat(noticed).isTrue();
    }
}
