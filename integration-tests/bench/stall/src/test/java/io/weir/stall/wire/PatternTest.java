package io.weir.stall.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PatternTest {

    private static final int LENGTH = 16 * 1024;

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65_520, 65_521, 65_522, 104_857_600, Long.MAX_VALUE - LENGTH})
    void what_stands_at_a_position_matches_there(long position) {
        assertThat(Pattern.matches(position, copy(position, LENGTH))).isTrue();
    }

    @Test
    void a_byte_that_is_missing_doubled_or_strange_shows_itself() {
        assertThat(Pattern.matches(0, copy(1, LENGTH))).isFalse();
        assertThat(Pattern.matches(1, copy(0, LENGTH))).isFalse();
        ByteBuffer strange = copy(0, LENGTH);
        strange.put(LENGTH - 1, (byte) (strange.get(LENGTH - 1) + 1));
        assertThat(Pattern.matches(0, strange)).isFalse();
    }

    @Test
    void the_loss_of_whole_buffers_shows_itself_whatever_their_size_and_number() {
        for (int size = 1024; size <= 1 << 20; size *= 2) {
            for (int lost = 1; lost <= 100; lost++) {
                assertThat(Pattern.matches(0, copy((long) size * lost, LENGTH)))
                        .as("%d buffers of %d bytes", lost, size)
                        .isFalse();
            }
        }
    }

    @Test
    void comparing_moves_nothing_and_nothing_matches_everywhere() {
        ByteBuffer bytes = copy(0, LENGTH);
        Pattern.matches(0, bytes);

        assertThat(bytes.remaining()).isEqualTo(LENGTH);
        assertThat(Pattern.matches(123, ByteBuffer.allocate(0))).isTrue();
    }

    @Test
    void a_slice_is_one_chunk_at_most() {
        assertThat(Pattern.slice(65_520, Long.MAX_VALUE).remaining()).isEqualTo(256 * 1024);
        assertThat(Pattern.slice(0, 3).remaining()).isEqualTo(3);
    }

    @Test
    void a_file_is_as_long_as_it_shall_be_and_matches_from_its_beginning(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("big");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Pattern.write(channel, 300_000);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));

        assertThat(bytes.remaining()).isEqualTo(300_000);
        assertThat(Pattern.matches(0, bytes.slice(0, 200_000))).isTrue();
        assertThat(Pattern.matches(200_000, bytes.slice(200_000, 100_000))).isTrue();
    }

    @Test
    void verdicts_have_one_length_whatever_they_say() {
        assertThat(Paths.verdict(true, 0)).hasSize(Paths.VERDICT_BYTES).startsWith("exact 0 ");
        assertThat(Paths.verdict(false, Long.MAX_VALUE))
                .hasSize(Paths.VERDICT_BYTES)
                .startsWith("damaged 9223");
    }

    private static ByteBuffer copy(long position, int length) {
        return ByteBuffer.allocate(length).put(Pattern.slice(position, length)).flip();
    }
}
