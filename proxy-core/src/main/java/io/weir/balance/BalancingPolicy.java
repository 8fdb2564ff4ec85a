package io.weir.balance;

import io.weir.backend.Placement;
import io.weir.backend.SlotTicket;

/** Chooses the server of an exchange. Safe for use by any thread. */
public interface BalancingPolicy {

    /**
     * Chooses a server that the ticket allows and takes a slot of it, or puts the ticket into the queue.
     *
     * @return a {@link io.weir.backend.Server}, the ticket, or {@link io.weir.backend.Placement.NoServer}
     */
    Placement place(SlotTicket ticket);
}
