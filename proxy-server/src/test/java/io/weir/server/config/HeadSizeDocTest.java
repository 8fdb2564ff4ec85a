package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.session.Http1Codec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents promise the largest head that the code takes. */
final class HeadSizeDocTest {

    @ParameterizedTest
    @ValueSource(strings = {"http.md", "adr/0007-heads-are-rewritten-in-front-of-the-body.md"})
    void the_document_has_the_largest_head_of_two_sizes_of_buffers(String document) throws IOException {
        String text = Files.readString(Path.of("..", "docs").resolve(document));
        assertThat(text).contains(largest("%,d of %,d bytes", 16 * 1024) + ", " + largest("%,d of %,d", 4096));
    }

    private static String largest(String form, int bufferSize) {
        return String.format(Locale.ROOT, form, Http1Codec.largestHead(bufferSize, 0), bufferSize);
    }
}
