package io.weir.server.config;

import static io.weir.testing.FuzzCorpus.assertPasses;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The inputs that fuzzing has found worth keeping, once more. */
final class ConfigFuzzRegressionTest {

    @Test
    void configurations() throws IOException {
        assertPasses("config", ConfigFuzz::fuzzerTestOneInput);
    }
}
