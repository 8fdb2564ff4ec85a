package io.weir.http1;

import static io.weir.testing.FuzzCorpus.assertPasses;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The inputs that fuzzing has found worth keeping, once more. */
final class FuzzRegressionTest {

    @Test
    void heads() throws IOException {
        assertPasses("head", HeadFuzz::fuzzerTestOneInput);
    }

    @Test
    void chunked_bodies() throws IOException {
        assertPasses("chunk", ChunkFuzz::fuzzerTestOneInput);
    }
}
