package io.weir.stall.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.stall.wire.Paths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptTest {

    private static final long SIZE = 5000;

    @Test
    void a_download_asks_for_a_big_body_and_reads_before_it_stalls() {
        Script script = script(Direction.DOWNLOAD, false);

        assertThat(script.head()).isEqualTo("GET /big?5000 HTTP/1.1\r\nHost: stall.test\r\n\r\n");
        assertThat(script.firstPart()).isEqualTo(script.head().length());
        assertThat(script.downloadBytes()).isEqualTo(SIZE);
        assertThat(script.uploadBytes()).isZero();
        assertThat(script.verdict()).isFalse();
        assertThat(script.readsFirst()).isTrue();
    }

    @Test
    void an_upload_goes_to_a_server_that_reads_it_in_the_end_only_if_it_is_checked() {
        assertThat(script(Direction.UPLOAD, false).head()).startsWith("POST " + Paths.SINK_NEVER + " ");
        Script checked = script(Direction.UPLOAD, true);

        assertThat(checked.head())
                .isEqualTo("POST /sink-held HTTP/1.1\r\nHost: stall.test\r\nContent-Length: 5000\r\n\r\n");
        assertThat(checked.uploadBytes()).isEqualTo(SIZE);
        assertThat(checked.downloadBytes()).isZero();
        assertThat(checked.verdict()).isTrue();
        assertThat(checked.readsFirst()).isFalse();
    }

    @Test
    void a_tunnel_does_both_at_once() {
        assertThat(script(Direction.TUNNEL, false).head()).startsWith("POST " + Paths.EXCHANGE_NEVER + "?5000 ");
        Script checked = script(Direction.TUNNEL, true);

        assertThat(checked.head()).startsWith("POST " + Paths.EXCHANGE_HELD + "?5000 ");
        assertThat(checked.uploadBytes()).isEqualTo(SIZE);
        assertThat(checked.downloadBytes()).isEqualTo(SIZE);
        assertThat(checked.verdict()).isTrue();
        assertThat(checked.readsFirst()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 48, 49, 50, 51, 60, 61, 62, 200, 8000})
    void half_a_head_never_holds_its_end_however_much_of_it_is_sent(int headBytes) {
        Script script = Script.of(new Crowd(Direction.HEADS, 1, 1, SIZE, headBytes, 1), true);

        assertThat(script.firstPart()).isEqualTo(headBytes);
        assertThat(script.head().substring(0, script.firstPart())).doesNotContain("\r\n\r\n");
        assertThat(script.head()).endsWith("\r\n\r\n").startsWith("GET " + Paths.SMALL + " HTTP/1.1\r\n");
        assertThat(script.downloadBytes()).isEqualTo(Paths.SMALL_BYTES);
    }

    @Test
    void a_head_is_one_byte_for_each_character() {
        Script script = script(Direction.DOWNLOAD, false);

        assertThat(script.headBytes()).hasSize(script.head().length());
    }

    private static Script script(Direction direction, boolean checked) {
        return Script.of(new Crowd(direction, 10, 1, SIZE, 200, 1), checked);
    }
}
