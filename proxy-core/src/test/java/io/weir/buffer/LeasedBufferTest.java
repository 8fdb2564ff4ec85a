package io.weir.buffer;

import static io.weir.buffer.PoolFixture.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LeasedBufferTest {

    private final PoolFixture fixture = new PoolFixture(4, 0);
    private final BufferPool pool = fixture.pool;

    @AfterEach
    void everything_came_back() {
        fixture.assertAtRest();
    }

    @Test
    void a_leased_buffer_is_empty_direct_and_of_the_size_of_the_pool() {
        Lease lease = fixture.request().leases(WaitClass.START);
        ByteBuf buffer = lease.buffer();

        assertThat(buffer.isDirect()).isTrue();
        assertThat(buffer.capacity()).isEqualTo(SIZE);
        assertThat(buffer.maxCapacity()).isEqualTo(SIZE);
        assertThat(buffer.readableBytes()).isZero();
        assertThat(buffer.writableBytes()).isEqualTo(SIZE);
        assertThat(buffer.refCnt()).isEqualTo(1);
        lease.close();
    }

    @Test
    void a_buffer_is_empty_again_for_its_next_holder() {
        Claim claim = fixture.request();
        for (int i = 0; i < 10; i++) {
            Lease lease = claim.leases(WaitClass.START);

            assertThat(lease.buffer().readerIndex()).isZero();
            assertThat(lease.buffer().writerIndex()).isZero();
            lease.buffer().writeZero(SIZE).skipBytes(7);
            lease.close();
        }
    }

    @Test
    void writing_past_the_end_throws_and_writes_nothing() {
        Lease lease = fixture.request().leases(WaitClass.START);
        ByteBuf buffer = lease.buffer().writeZero(SIZE - 1);

        assertThatThrownBy(() -> buffer.writeShort(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.ensureWritable(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(buffer.writerIndex()).isEqualTo(SIZE - 1);
        lease.close();
    }

    @Test
    void the_capacity_is_fixed() {
        Lease lease = fixture.request().leases(WaitClass.START);
        ByteBuf buffer = lease.buffer();

        assertThat(buffer.capacity(SIZE)).isSameAs(buffer);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> buffer.capacity(SIZE + 1))
                .withMessage("newCapacity: 1025 (expected: 1024, fixed)");
        assertThatIllegalArgumentException().isThrownBy(() -> buffer.capacity(1));
        lease.close();
    }

    @Test
    void using_a_buffer_after_its_lease_has_ended_throws() {
        Lease lease = fixture.request().leases(WaitClass.START);
        ByteBuf buffer = lease.buffer().writeByte(1);
        lease.close();

        assertThatThrownBy(buffer::readByte).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(() -> buffer.writeByte(1)).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(() -> buffer.getByte(0)).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(buffer::retain).isInstanceOf(IllegalReferenceCountException.class);
        assertThatThrownBy(buffer::nioBuffer).isInstanceOf(IllegalReferenceCountException.class);
    }

    @Test
    void closing_a_lease_twice_throws_and_returns_one_buffer_only() {
        List<Lease> leases = fixture.leases(2);
        leases.get(0).close();

        assertThatThrownBy(leases.get(0)::close).isInstanceOf(IllegalReferenceCountException.class);
        assertThat(pool.leased()).isEqualTo(1);
        leases.get(1).close();
    }

    @Test
    void a_buffer_that_was_released_cannot_be_closed_as_well() {
        Lease lease = fixture.request().leases(WaitClass.START);
        lease.buffer().release();

        assertThatThrownBy(lease::close).isInstanceOf(IllegalReferenceCountException.class);
    }

    @Test
    void a_lease_lasts_as_long_as_its_last_slice() {
        Lease lease = fixture.request().leases(WaitClass.START);
        ByteBuf slice = lease.buffer().writeLong(7).retainedSlice();
        ByteBuf sliceOfSlice = slice.retainedSlice(0, 4);
        ByteBuf duplicate = lease.buffer().retainedDuplicate();

        lease.close();
        slice.release();
        assertThat(pool.leased()).isEqualTo(1);
        assertThat(duplicate.readLong()).isEqualTo(7);
        duplicate.release();
        assertThat(pool.leased()).isEqualTo(1);
        sliceOfSlice.release();
        assertThat(pool.leased()).isZero();
    }

    @Test
    void the_last_reference_may_be_dropped_on_another_thread() throws Exception {
        Lease lease = fixture.request().leases(WaitClass.START);
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();

        elsewhere.submit(lease::close).get();

        assertThat(pool.leased()).isZero();
        elsewhere.shutdown();
    }

    @Test
    void no_two_leases_share_memory() {
        List<Lease> leases = fixture.leases(4);
        Set<Long> addresses = new HashSet<>();
        for (Lease lease : leases) {
            lease.buffer().setLong(SIZE - Long.BYTES, lease.place().index).setLong(0, lease.place().index);
            addresses.add(lease.buffer().memoryAddress());
        }

        assertThat(addresses).hasSize(4);
        for (Lease lease : leases) {
            assertThat(lease.buffer().getLong(0)).isEqualTo(lease.place().index);
            assertThat(lease.buffer().getLong(SIZE - Long.BYTES)).isEqualTo(lease.place().index);
            lease.close();
        }
    }

    @Test
    void its_memory_can_be_given_to_a_socket() {
        Lease lease = fixture.request().leases(WaitClass.START);
        ByteBuffer memory = lease.buffer().internalNioBuffer(0, SIZE);

        memory.put(3, (byte) 42);

        assertThat(lease.buffer().getByte(3)).isEqualTo((byte) 42);
        assertThat(lease.buffer().nioBufferCount()).isEqualTo(1);
        lease.close();
    }

    @Test
    void a_buffer_leads_back_to_its_lease() {
        Lease lease = fixture.request().leases(WaitClass.START);
        ByteBuf foreign = UnpooledByteBufAllocator.DEFAULT.buffer(1);

        assertThat(Lease.of(lease.buffer())).isSameAs(lease);
        assertThat(Lease.isLeased(lease.buffer())).isTrue();
        assertThat(Lease.of(lease.buffer().slice())).isSameAs(lease);
        assertThat(Lease.isLeased(lease.buffer().slice())).isTrue();
        assertThat(Lease.isLeased(foreign)).isFalse();
        ByteBuf slice = lease.buffer().writeLong(1).slice(1, 4).slice(1, 2);
        assertThat(Lease.isLeased(slice)).isTrue();
        assertThat(Lease.of(slice)).isSameAs(lease);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lease.of(foreign))
                .withMessageEndingWith("(expected: one leased from a pool)");
        foreign.release();
        lease.close();
    }
}
