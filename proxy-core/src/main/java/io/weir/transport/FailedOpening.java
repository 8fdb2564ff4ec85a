package io.weir.transport;

import io.weir.connection.Connector;
import io.weir.connection.Opening;

/** An attempt to connect that failed before it began. Confined to its event loop. */
final class FailedOpening implements Opening {

    private final Connector.Client client;
    private boolean cancelled;

    FailedOpening(Connector.Client client) {
        this.client = client;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    /** Tells the client, unless it has given the attempt up. To be called in a later task than the attempt. */
    void tell() {
        if (cancelled) {
            return;
        }
        try {
            client.onConnectFailed();
        } catch (RuntimeException e) {
            client.onBug(e);
        }
    }
}
