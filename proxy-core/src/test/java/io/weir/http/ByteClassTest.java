package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The table against the grammars, spelled out as regular expressions. */
final class ByteClassTest {

    @Test
    void every_byte_is_what_the_grammars_say() {
        for (int b = 0; b < 256; b++) {
            String text = String.valueOf((char) b);
            ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) b});

            assertThat(ByteClass.isToken((byte) b))
                    .as("token %d", b)
                    .isEqualTo(text.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]"));
            assertThat(ByteClass.isValue((byte) b)).as("value %d", b).isEqualTo(text.matches("[\t -~\u0080-\u00ff]"));
            assertThat(ByteClass.isQuoted((byte) b))
                    .as("quoted %d", b)
                    .isEqualTo(text.matches("[\t -~\u0080-\u00ff&&[^\"\\\\]]"));
            assertThat(ByteClass.isRegName((byte) b))
                    .as("reg-name %d", b)
                    .isEqualTo(text.matches("[A-Za-z0-9._~!$&'()*+,;=-]"));
            assertThat(ByteClass.isControl((byte) b))
                    .as("control %d", b)
                    .isEqualTo(text.matches("[\u0000-\u0008\n-\u001f\u007f]"));
            assertThat(ByteClass.targetEnd(bytes, 0, 1) == 1).as("target %d", b).isEqualTo(text.matches("[!-~&&[^#]]"));
            assertThat(Ascii.hex((byte) b))
                    .as("hex %d", b)
                    .isEqualTo(text.matches("[0-9A-Fa-f]") ? Integer.parseInt(text, 16) : -1);
        }
    }

    @Test
    void an_end_is_where_it_is_byte_by_byte_whatever_stands_around_it() {
        Random random = new Random(3);
        byte[] content = new byte[40];
        for (int round = 0; round < 20_000; round++) {
            for (int i = 0; i < content.length; i++) {
                content[i] = (byte) (random.nextInt(20) == 0 ? random.nextInt(256) : 'a' + random.nextInt(26));
            }
            ByteBuffer bytes = ByteBuffer.allocateDirect(content.length).put(0, content);
            int from = random.nextInt(content.length);
            int to = from + random.nextInt(content.length - from + 1);

            assertThat(ByteClass.valueEnd(bytes, from, to)).isEqualTo(end(content, from, to, ByteClass::isValue));
            assertThat(ByteClass.tokenEnd(bytes, from, to)).isEqualTo(end(content, from, to, ByteClass::isToken));
            assertThat(ByteClass.targetEnd(bytes, from, to)).isEqualTo(end(content, from, to, ByteClass::isTarget));
        }
    }

    @Test
    void every_byte_ends_a_value_or_does_not_at_every_place_of_a_word() {
        for (int place = 0; place < 16; place++) {
            for (int b = 0; b < 256; b++) {
                byte[] content = new byte[16];
                Arrays.fill(content, (byte) 'x');
                content[place] = (byte) b;
                int expected = end(content, 0, content.length, ByteClass::isValue);

                assertThat(ByteClass.valueEnd(ByteBuffer.wrap(content), 0, content.length))
                        .as("byte %d at %d", b, place)
                        .isEqualTo(expected);
            }
        }
    }

    private static int end(byte[] content, int from, int to, Predicate<Byte> belongs) {
        int at = from;
        while (at < to && belongs.test(content[at])) {
            at++;
        }
        return at;
    }
}
