package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SlabTest {

    private static final int PAGE = 4096;
    private static final long PART = 3 * PAGE;

    @Test
    void buffers_of_whole_pages_begin_at_a_page() {
        Slab slab = new Slab(5, 2 * PAGE);

        for (int index = 0; index < 5; index++) {
            assertThat(slab.piece(index).alignmentOffset(0, PAGE)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void a_slab_that_is_not_a_number_of_whole_pages_has_room_for_all_its_pieces(int pieces) {
        for (int size : new int[] {1024, 1500, 4095, 4097, 5000, 16_383}) {
            Slab slab = new Slab(pieces, size);

            assertThat(slab.piece(pieces - 1).capacity()).isEqualTo(size);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 4096", "4, 4096", "7, 4096", "9, 1500", "30, 1024", "2, 12288"})
    void no_byte_belongs_to_two_pieces_in_whatever_part_they_lie(int pieces, int size) {
        Slab slab = new Slab(pieces, size, PART);

        for (int index = 0; index < pieces; index++) {
            fill(slab.piece(index), (byte) (index + 1));
        }
        for (int index = 0; index < pieces; index++) {
            assertHolds(slab.piece(index), (byte) (index + 1));
        }
    }

    @Test
    void every_part_begins_at_a_page() {
        Slab slab = new Slab(7, 2 * PAGE, PART);

        for (int index = 0; index < 7; index++) {
            assertThat(slab.piece(index).alignmentOffset(0, PAGE)).isZero();
        }
    }

    @Test
    void memory_is_direct_zeroed_and_as_large_as_asked() {
        ByteBuffer piece = new Slab(3, 2048).piece(2);

        assertThat(piece.isDirect()).isTrue();
        assertThat(piece.capacity()).isEqualTo(2048);
        assertHolds(piece, (byte) 0);
    }

    private static void fill(ByteBuffer piece, byte value) {
        for (int i = 0; i < piece.capacity(); i++) {
            piece.put(i, value);
        }
    }

    private static void assertHolds(ByteBuffer piece, byte value) {
        for (int i = 0; i < piece.capacity(); i++) {
            if (piece.get(i) != value) {
                throw new AssertionError("byte " + i + " is " + piece.get(i) + " (expected: " + value + ")");
            }
        }
    }
}
