package io.weir.balance;

import io.weir.backend.Backend;
import io.weir.backend.Placement;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.backend.SlotTicket;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Servers in turn, each as often as its weight says and as evenly spread as can be. A server without a free slot is passed
 * over; when none has one, the exchange waits for the first.
 */
public final class WeightedRoundRobin implements BalancingPolicy {

    // A compressed reference.
    private static final long BYTES_PER_TURN = 4;

    private final Backend backend;
    private volatile Server[] turns;
    private final AtomicLong turn;

    /** A policy that begins with the server of the greatest weight. */
    public WeightedRoundRobin(Backend backend) {
        this(backend, 0);
    }

    /** A policy that has placed {@code placed} exchanges. */
    WeightedRoundRobin(Backend backend, long placed) {
        this.backend = backend;
        turn = new AtomicLong(placed);
        turns = Turns.of(
                backend.servers(),
                backend.servers().stream().map(Server::weight).toList());
    }

    @Override
    public Placement place(SlotTicket ticket) {
        // While exchanges wait for any server, a newcomer waits behind them; while some insist on one server, it is
        // passed over.
        if (backend.waitingForAny() == 0) {
            Server[] present = turns;
            long first = turn.getAndIncrement();
            for (int i = 0; i < present.length; i++) {
                Server server = present[(int) ((first + i) % present.length)];
                if (ticket.allows(server) && !server.isInsistedOn() && server.tryTakeSlot()) {
                    return server;
                }
            }
        }
        return backend.waitForSlot(ticket);
    }

    @Override
    public Runnable prepare(Backend.Change change) {
        Server[] next = Turns.of(change.servers(), weights(change.settings()));
        return () -> turns = next;
    }

    private static List<Integer> weights(List<ServerSettings> servers) {
        return servers.stream().map(ServerSettings::weight).toList();
    }

    /** Bytes of heap that the order of such servers takes. */
    public static long heapBytes(List<ServerSettings> servers) {
        return BYTES_PER_TURN * Turns.count(weights(servers));
    }
}
