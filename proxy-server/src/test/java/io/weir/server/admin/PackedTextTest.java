package io.weir.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A text comes back as it was, and takes little heap until then. */
final class PackedTextTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                1023,
                1024,
                PackedText.BLOCK_BYTES - 1,
                PackedText.BLOCK_BYTES,
                10 * PackedText.BLOCK_BYTES + 7
            })
    void a_text_comes_back_as_it_was(int length) throws Exception {
        String text = "ä0\n".repeat(length).substring(0, length);
        PackedText packed = PackedText.of(text);
        assertThat(packed.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(read(packed)).isEqualTo(text);
        assertThat(packed).hasToString(text);
    }

    @Test
    void bytes_that_cannot_be_compressed_are_kept_as_they_are() throws Exception {
        StringBuilder text = new StringBuilder();
        new Random(7).ints(100_000, 0x4e00, 0x9fff).forEach(text::appendCodePoint);
        PackedText packed = PackedText.of(text.toString());
        assertThat(read(packed)).isEqualTo(text.toString());
        assertThat(packed.heapBytes()).isLessThan(packed.bytes() * 11 / 10);
    }

    @Test
    void the_metrics_of_thousands_of_servers_take_a_fifth_of_their_text() throws IOException {
        PackedText packed = PackedText.of(out -> {
            for (int i = 0; i < 6000; i++) {
                String series = "weir_server_active{backend=\"b" + i % 7 + "\",server=\"s" + i + "\"} 0.0\n";
                out.write(series.getBytes(StandardCharsets.UTF_8));
            }
        });
        assertThat(packed.bytes()).isGreaterThan(250_000);
        assertThat(packed.heapBytes()).isLessThan(packed.bytes() / 5);
    }

    @Test
    void two_connections_read_the_same_text_each_at_its_own_pace() throws Exception {
        PackedText packed = PackedText.of("a".repeat(3 * PackedText.BLOCK_BYTES));
        ChunkedInput<ByteBuf> one = packed.reader();
        one.readChunk(UnpooledByteBufAllocator.DEFAULT).release();
        assertThat(one.progress()).isEqualTo(PackedText.BLOCK_BYTES);
        assertThat(read(packed)).hasSize(3 * PackedText.BLOCK_BYTES);
        one.close();
        assertThat(one.isEndOfInput()).isTrue();
    }

    private static String read(PackedText packed) throws Exception {
        ChunkedInput<ByteBuf> reader = packed.reader();
        assertThat(reader.length()).isEqualTo(packed.bytes());
        ByteBuf all = UnpooledByteBufAllocator.DEFAULT.heapBuffer();
        while (!reader.isEndOfInput()) {
            ByteBuf block = reader.readChunk(UnpooledByteBufAllocator.DEFAULT);
            assertThat(block.capacity()).isLessThanOrEqualTo(PackedText.BLOCK_BYTES);
            all.writeBytes(block);
            block.release();
        }
        String text = all.toString(StandardCharsets.UTF_8);
        all.release();
        return text;
    }
}
