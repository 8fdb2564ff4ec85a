package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ParkingTest {

    private final PoolFixture fixture = new PoolFixture(2, 0);
    private final Parking parking = new Parking(10);
    private ByteBuf buffer;
    private ByteBuf next;

    @BeforeEach
    void take_two_buffers() {
        buffer = fixture.request().leases(WaitClass.START).buffer();
        next = fixture.request().leases(WaitClass.START).buffer();
    }

    @AfterEach
    void everything_came_back() {
        buffer.release();
        next.release();
        fixture.assertAtRest();
    }

    @Test
    void parked_bytes_come_back_as_they_were_and_the_buffer_is_not_touched() {
        buffer.writeBytes(new byte[] {9, 1, 2, 3}).skipBytes(1);

        Parked parked = parking.park(buffer);
        next.writeByte(0);
        parked.appendTo(next);

        assertThat(parked.length()).isEqualTo(3);
        assertThat(parked.isEmpty()).isFalse();
        assertThat(buffer.readableBytes()).isEqualTo(3);
        assertThat(buffer.refCnt()).isEqualTo(1);
        assertThat(next.readInt()).isEqualTo(0x00010203);
    }

    @Test
    void the_buffer_may_be_used_for_something_else_once_its_bytes_are_parked() {
        buffer.writeLong(1);
        Parked parked = parking.park(buffer);

        buffer.clear().writeLong(2);
        parked.appendTo(next);

        assertThat(next.readLong()).isEqualTo(1);
    }

    @Test
    void a_full_parking_takes_nothing_and_counts_nothing() {
        buffer.writeZero(11);
        assertThat(parking.park(buffer)).isSameAs(Parked.NONE);
        assertThat(parking.usedBytes()).isZero();

        buffer.skipBytes(1);
        Parked all = parking.park(buffer);
        assertThat(all.length()).isEqualTo(10);
        assertThat(parking.usedBytes()).isEqualTo(parking.limitBytes());
        buffer.skipBytes(9);
        assertThat(parking.park(buffer).isEmpty()).isTrue();
        parking.leave(all);
        assertThat(parking.usedBytes()).isZero();
        assertThat(parking.park(buffer).length()).isEqualTo(1);
    }

    @Test
    void what_clients_keep_back_gets_no_more_than_half() {
        buffer.writeZero(5);
        Parked part = parking.parkPart(buffer);
        assertThat(part.length()).isEqualTo(5);
        next.writeByte(1);
        assertThat(parking.parkPart(next)).isSameAs(Parked.NONE);
        assertThat(parking.parkTail(next)).isSameAs(Unpooled.EMPTY_BUFFER);
        Parked request = parking.park(next);
        assertThat(request.length()).isEqualTo(1);
        parking.leave(part);
        parking.leave(request);
    }

    @Test
    void a_parked_tail_has_the_bytes_and_gives_its_room_back_once() {
        buffer.writeInt(7).skipBytes(2);
        ByteBuf tail = parking.parkTail(buffer);
        assertThat(parking.usedBytes()).isEqualTo(2);
        assertThat(buffer.isReadable()).isFalse();
        tail.retain().release();
        assertThat(parking.usedBytes()).isEqualTo(2);
        assertThat(tail.readShort()).isEqualTo((short) 7);
        tail.release();
        assertThat(parking.usedBytes()).isZero();
        assertThat(parking.parkTail(buffer)).isSameAs(Unpooled.EMPTY_BUFFER);
    }

    @Test
    void an_empty_buffer_is_not_worth_parking() {
        assertThat(parking.park(buffer)).isSameAs(Parked.NONE);
        parking.leave(Parked.NONE);
        assertThat(parking.usedBytes()).isZero();
    }

    @Test
    void a_single_byte_is_kept_even_when_full_because_it_cannot_be_put_back() {
        buffer.writeZero(10);
        Parked full = parking.park(buffer);

        Parked single = parking.park((byte) 'G');

        assertThat(parking.usedBytes()).isEqualTo(11);
        single.appendTo(next);
        assertThat(next.readByte()).isEqualTo((byte) 'G');
        parking.leave(single);
        parking.leave(full);
        assertThat(parking.usedBytes()).isZero();
    }

    @Test
    void leaving_twice_is_a_bug_and_said_to_be_one() {
        Parked parked = parking.park((byte) 1);
        parking.leave(parked);

        assertThatIllegalStateException().isThrownBy(() -> parking.leave(parked));
    }

    @Test
    void all_sessions_together_never_park_more_than_the_limit() throws Exception {
        buffer.writeZero(3);
        ByteBuf shared = buffer.asReadOnly();
        List<Thread> threads = new ArrayList<>();
        boolean[] over = new boolean[4];
        for (int i = 0; i < over.length; i++) {
            int number = i;
            threads.add(new Thread(() -> over[number] = parksAboveLimit(shared)));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(over).containsOnly(false);
        assertThat(parking.usedBytes()).isZero();
    }

    private boolean parksAboveLimit(ByteBuf bytes) {
        boolean above = false;
        for (int round = 0; round < 20_000; round++) {
            Parked one = parking.park(bytes);
            Parked two = parking.park(bytes);
            above |= parking.usedBytes() > parking.limitBytes();
            parking.leave(one);
            parking.leave(two);
        }
        return above;
    }
}
