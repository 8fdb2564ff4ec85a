package io.weir.buffer;

import static io.weir.buffer.WaitClass.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The count of buffers whose bytes the other side refuses to take. */
final class StalledTest {

    private static final Holder ANYBODY = new Holder(PoolFixture.CLIENT, stall -> {});

    private final PoolFixture fixture = new PoolFixture(new PoolLimits(4, 0, PoolFixture.SIZE, 2));
    private final BufferPool pool = fixture.pool;

    @AfterEach
    void everything_came_back() {
        fixture.assertAtRest();
        assertThat(pool.mayStall(PoolFixture.CLIENT)).isTrue();
    }

    @Test
    void bulk_may_be_read_until_the_quota_is_used_up() {
        List<Lease> leases = fixture.leases(3);

        leases.get(0).stalls(ANYBODY, 1);
        assertThat(pool.mayStall(PoolFixture.CLIENT)).isTrue();
        leases.get(1).stalls(ANYBODY, 1);
        assertThat(pool.mayStall(PoolFixture.CLIENT)).isFalse();
        leases.get(2).stalls(ANYBODY, 1);
        assertThat(pool.level().stalled()).isEqualTo(3);
        assertThat(pool.level().stallQuota()).isEqualTo(2);
        leases.get(0).moves();
        leases.get(1).moves();
        assertThat(pool.mayStall(PoolFixture.CLIENT)).isTrue();
        leases.forEach(Lease::close);
    }

    @Test
    void a_buffer_is_counted_once_however_often_it_is_said_to_stall() {
        Lease lease = fixture.request().leases(START);

        lease.stalls(ANYBODY, 1);
        lease.stalls(ANYBODY, 1);
        assertThat(pool.level().stalled()).isEqualTo(1);
        lease.moves();
        lease.moves();
        assertThat(pool.level().stalled()).isZero();
        lease.close();
    }

    @Test
    void a_stall_ends_with_the_lease_and_not_before() {
        Lease lease = fixture.request().leases(START);
        lease.stalls(ANYBODY, 1);
        ByteBuf unsent = lease.buffer().writeByte(1).retainedSlice();

        lease.close();
        assertThat(pool.level().stalled()).isEqualTo(1);
        unsent.release();
        assertThat(pool.level().stalled()).isZero();
    }

    @Test
    void the_next_holder_of_a_stalled_buffer_begins_without_a_stall() {
        List<Lease> leases = fixture.leases(4);
        leases.get(0).stalls(ANYBODY, 1);
        Claim waiter = fixture.request().waits(START);

        leases.get(0).close();

        assertThat(pool.level().stalled()).isZero();
        Lease next = waiter.collects();
        next.stalls(ANYBODY, 1);
        assertThat(pool.level().stalled()).isEqualTo(1);
        next.close();
        leases.subList(1, 4).forEach(Lease::close);
    }

    @Test
    void with_a_quota_of_none_bulk_is_never_read_for_a_socket_that_might_not_take_it() {
        PoolFixture strict = new PoolFixture(new PoolLimits(4, 0, PoolFixture.SIZE, 0));

        assertThat(strict.pool.mayStall(PoolFixture.CLIENT)).isFalse();
    }
}
