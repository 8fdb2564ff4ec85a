package io.weir.balance;

import io.weir.backend.Backend;
import io.weir.backend.Placement;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;

/** Chooses the server of an exchange. Safe for use by any thread. */
public interface BalancingPolicy {

    /**
     * Chooses a server that the ticket allows and takes a slot of it, or puts the ticket into the queue.
     *
     * @return a {@link Server}, the ticket, or {@link io.weir.backend.Placement.NoServer}
     */
    Placement place(SlotTicket ticket);

    /**
     * Works out, without effect, how to choose from among the servers of {@code change}. All that takes long belongs here.
     *
     * @return chooses from among them from now on, and keeps the position. Takes no time, since it runs under the lock of the backend's queue
     */
    Runnable prepare(Backend.Change change);
}
