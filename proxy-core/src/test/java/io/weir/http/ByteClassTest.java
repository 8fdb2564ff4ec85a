package io.weir.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
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
}
