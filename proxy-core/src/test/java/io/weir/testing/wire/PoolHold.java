package io.weir.testing.wire;

import java.io.IOException;

/** A buffer of the pool, held by a request whose server does not read its body. */
public final class PoolHold {

    private final ScriptedConnection server;

    PoolHold(ScriptedConnection server) {
        this.server = server;
    }

    /** Gives the buffer back, by breaking the exchange. */
    public void release() throws IOException {
        server.reset();
    }
}
