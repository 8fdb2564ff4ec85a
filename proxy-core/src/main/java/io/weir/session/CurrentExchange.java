package io.weir.session;

import io.weir.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/** The session whose exchange runs, for the parts of the session that serve it. Confined to its event loop. */
interface CurrentExchange {

    /** The exchange that runs; null between exchanges. */
    @Nullable
    Exchange exchange();

    /** The exchange that runs, where there must be one. */
    default Exchange running() {
        Exchange present = exchange();
        if (present == null) {
            throw new IllegalStateException("no exchange");
        }
        return present;
    }
}
