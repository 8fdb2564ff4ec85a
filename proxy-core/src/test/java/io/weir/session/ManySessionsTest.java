package io.weir.session;

import org.junit.jupiter.api.Test;

/** Sessions of one loop share its buffers, its parking, its exchanges and its servers, and nothing else. */
final class ManySessionsTest {

    private static final int SEEDS = 300;

    @Test
    void sessions_that_share_exchanges_do_not_mix_them_up() throws ReflectiveOperationException {
        for (long seed = 0; seed < SEEDS; seed++) {
            new ManySessionsSimulation(seed).run();
        }
    }
}
