package io.weir.session;

import static io.weir.testing.FuzzCorpus.assertPasses;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The orders of events that fuzzing has found worth keeping, once more. */
final class SessionFuzzRegressionTest {

    @Test
    void sessions() throws IOException {
        assertPasses("session", SessionFuzz::fuzzerTestOneInput);
    }
}
