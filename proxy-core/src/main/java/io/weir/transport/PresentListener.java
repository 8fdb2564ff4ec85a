package io.weir.transport;

import io.weir.exchange.Listener;

/** The listener that a socket accepts clients for, which reloads replace one at a time. Safe for use by any thread. */
final class PresentListener {

    private volatile Listener present;

    PresentListener(Listener present) {
        this.present = present;
    }

    Listener get() {
        return present;
    }

    /** Returns the listener before {@code next}. */
    Listener replace(Listener next) {
        Listener former = present;
        present = next;
        return former;
    }
}
