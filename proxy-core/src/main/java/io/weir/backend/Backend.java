package io.weir.backend;

import java.util.ArrayList;
import java.util.List;

/** A named set of servers, and the queue for their slots. Safe for use by any thread. */
public final class Backend {
    private final String name;
    private final List<Server> servers;
    private final ProxyProtocol proxyProtocol;
    private final Reuse reuse;
    private final SlotQueue queue;

    /** A backend with all slots free. Looks up the addresses that are names. */
    public Backend(BackendSettings settings) {
        name = settings.name();
        proxyProtocol = settings.proxyProtocol();
        reuse = settings.reuse();
        List<Server> made = new ArrayList<>();
        for (ServerSettings server : settings.servers()) {
            made.add(new Server(made.size(), name, server));
        }
        servers = List.copyOf(made);
        queue = new SlotQueue(servers);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its servers, each at the place that its number tells. */
    public List<Server> servers() {
        return servers;
    }

    /** How its servers are told of the client before the first byte. */
    public ProxyProtocol proxyProtocol() {
        return proxyProtocol;
    }

    /** Whose exchanges may follow each other on one connection. Nobody's where servers are told of the client. */
    public Reuse reuse() {
        return proxyProtocol == ProxyProtocol.OFF ? reuse : Reuse.NEVER;
    }

    /** How many wait for a slot. */
    public int waiting() {
        return queue.waiting();
    }

    /** How many wait for a slot of any server, and do not insist on one. */
    public int waitingForAny() {
        return queue.waitingForAny();
    }

    /**
     * Puts {@code ticket} into the queue, unless a slot has become free or no server is left for it.
     *
     * @return a {@link Server} with a slot, the ticket, or {@link Placement.NoServer#NONE}
     */
    public Placement waitForSlot(SlotTicket ticket) {
        return queue.waitForSlot(ticket);
    }

    /** Gives back the slot that came with {@code server}. */
    public void release(Server server) {
        queue.release(server);
    }
}
