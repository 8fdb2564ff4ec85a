package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The account of what a socket is sure to take. */
final class RoomTest {

    private static final int BUFFER = 16 * 1024;
    private static final int LARGEST_BUFFER = 16 << 20;
    private static final int SEND_BUFFER = 768 * 1024;

    @Test
    void a_new_socket_has_room_for_half_of_its_send_buffer_overhead_included() {
        assertThat(new Room(SEND_BUFFER, BUFFER).bytes()).isEqualTo(SEND_BUFFER / 2 - 2048);
    }

    @Test
    void a_writable_socket_has_room_for_a_sixth_of_its_send_buffer() {
        Room room = new Room(SEND_BUFFER, BUFFER);
        room.onWritable();
        assertThat(room.bytes()).isEqualTo(SEND_BUFFER / 6 - 2048);
    }

    @Test
    void a_small_socket_has_room_for_the_least_that_is_worth_a_read() {
        Room room = new Room(4096, BUFFER);
        room.onWritable();
        assertThat(room.bytes()).isEqualTo(1024);
    }

    @Test
    void room_is_used_up_by_what_is_written() {
        Room room = new Room(SEND_BUFFER, BUFFER);
        int writes = 0;
        for (; room.bytes() >= BUFFER; writes++) {
            room.write(BUFFER);
        }
        assertThat(writes).isEqualTo(SEND_BUFFER / 2 / (BUFFER + 2048));
        room.write(BUFFER);
        assertThat(room.bytes()).isZero();
    }

    // A download below the stall quota never asks for "writable": the account is charged for all of it.
    @Test
    void four_gigabytes_on_one_connection_leave_no_room() {
        Room room = new Room(SEND_BUFFER, BUFFER);
        room.write(SEND_BUFFER);
        for (long written = 0; written < 1L << 32; written += BUFFER) {
            room.write(BUFFER);
            assertNoRoom(room, written);
        }
        room.onWritable();
        assertThat(room.bytes()).isEqualTo(SEND_BUFFER / 6 - 2048);
    }

    @Test
    void the_largest_buffers_leave_no_room_either() {
        Room room = new Room(Integer.MAX_VALUE, LARGEST_BUFFER);
        for (long written = 0; written < 1L << 33; written += LARGEST_BUFFER) {
            room.write(LARGEST_BUFFER);
            if (written > Integer.MAX_VALUE) {
                assertNoRoom(room, written);
            }
        }
    }

    // An assertion of the library in each turn of the loop would take most of the test's time.
    private static void assertNoRoom(Room room, long written) {
        if (room.bytes() != 0) {
            throw new AssertionError(room.bytes() + " bytes of room after " + written + " written");
        }
    }
}
