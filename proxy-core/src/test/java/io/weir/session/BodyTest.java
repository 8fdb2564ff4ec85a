package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.http.Framing;
import io.weir.http.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyTest {

    private final Body body = Body.ofResponses();

    @Test
    void no_body_is_complete_and_takes_nothing() {
        body.begin(Framing.NONE, 0);
        assertThat(body.isComplete()).isTrue();
        assertThat(body.advance(bytes("next"), 0, 4)).isZero();
        assertThat(body.mayEndWithin(1)).isFalse();
    }

    @Test
    void a_counted_body_takes_its_count_in_any_pieces_and_nothing_behind_it() {
        body.begin(Framing.LENGTH, 5);
        assertThat(body.advance(bytes("hello"), 1, 4)).isEqualTo(4);
        assertThat(body.isComplete()).isFalse();
        assertThat(body.advance(bytes("lonext"), 0, 6)).isEqualTo(2);
        assertThat(body.isComplete()).isTrue();
        assertThat(body.advance(bytes("next"), 0, 4)).isZero();
    }

    @Test
    void a_counted_body_may_be_longer_than_any_array() {
        body.begin(Framing.LENGTH, Long.MAX_VALUE);
        assertThat(body.advance(bytes("hello"), 0, 5)).isEqualTo(5);
        assertThat(body.isComplete()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"LENGTH, 10, 10, false", "LENGTH, 10, 11, true", "CHUNKED, -1, 1, true", "UNTIL_CLOSE, -1, 99, false"})
    void whether_something_may_follow_in_the_same_buffer(Framing framing, long length, int buffer, boolean expected) {
        body.begin(framing, length);
        assertThat(body.mayEndWithin(buffer)).isEqualTo(expected);
    }

    @Test
    void chunks_end_with_the_empty_one_and_its_trailers() {
        String text = "3\r\nabc\r\n0\r\nX: y\r\n\r\n";
        body.begin(Framing.CHUNKED, -1);
        assertThat(body.advance(bytes(text + "next"), 0, text.length() + 4)).isEqualTo(text.length());
        assertThat(body.isComplete()).isTrue();
        assertThat(body.endsWithClose()).isFalse();
    }

    @Test
    void chunks_without_their_framing_are_moved_together() {
        ByteBuffer bytes = bytes("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        body.begin(Framing.CHUNKED, -1);
        int end = body.extract(bytes, 0, bytes.capacity());
        assertThat(end).isEqualTo(bytes.capacity());
        byte[] payload = new byte[body.keptEnd()];
        bytes.get(0, payload);
        assertThat(new String(payload, StandardCharsets.ISO_8859_1)).isEqualTo("abcde");
        assertThat(body.isComplete()).isTrue();
    }

    @Test
    void bad_chunks_are_a_violation() {
        body.begin(Framing.CHUNKED, -1);
        body.advance(bytes("x\r\n"), 0, 3);
        assertThat(body.isViolated()).isTrue();
        assertThat(body.violation()).isEqualTo(Violation.BAD_CHUNK_SIZE);
    }

    @Test
    void a_violation_is_forgotten_with_the_next_body() {
        body.begin(Framing.CHUNKED, -1);
        body.advance(bytes("x\r\n"), 0, 3);
        body.begin(Framing.LENGTH, 1);
        assertThat(body.isViolated()).isFalse();
        body.begin(Framing.CHUNKED, -1);
        assertThat(body.isViolated()).isFalse();
        assertThat(body.isComplete()).isFalse();
    }

    @Test
    void a_body_until_close_takes_all_and_is_never_complete_by_itself() {
        body.begin(Framing.UNTIL_CLOSE, -1);
        assertThat(body.advance(bytes("hello"), 2, 5)).isEqualTo(5);
        assertThat(body.isComplete()).isFalse();
        assertThat(body.endsWithClose()).isTrue();
    }

    private static ByteBuffer bytes(String text) {
        ByteBuffer direct = ByteBuffer.allocateDirect(text.length());
        direct.put(0, text.getBytes(StandardCharsets.ISO_8859_1));
        return direct;
    }
}
