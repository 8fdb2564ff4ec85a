package io.weir.balance;

import io.weir.backend.Placement;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;
import java.util.List;

/** Chooses the server of an exchange. Safe for use by any thread. */
public interface BalancingPolicy {

    /**
     * Chooses a server that the ticket allows and takes a slot of it, or puts the ticket into the queue.
     *
     * @return a {@link Server}, the ticket, or {@link io.weir.backend.Placement.NoServer}
     */
    Placement place(SlotTicket ticket);

    /** Chooses from among these servers from now on, whose weights may have changed. Keeps its position. */
    void serve(List<Server> servers);
}
