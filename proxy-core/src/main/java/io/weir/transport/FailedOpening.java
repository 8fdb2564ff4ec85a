package io.weir.transport;

import io.weir.connection.Connector;
import io.weir.connection.Opening;

/** An attempt that failed before it began. */
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
