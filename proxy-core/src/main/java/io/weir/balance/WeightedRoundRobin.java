package io.weir.balance;

import io.weir.backend.Backend;
import io.weir.backend.Placement;
import io.weir.backend.Server;
import io.weir.backend.SlotTicket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Servers in turn, each as often as its weight says and as evenly spread as can be. A server without a free slot is passed
 * over; when none has one, the exchange waits for the first.
 */
public final class WeightedRoundRobin implements BalancingPolicy {

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
        this.turns = turns(backend.servers());
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
    public void serve(List<Server> servers) {
        turns = turns(servers);
    }

    // In each turn every server gains its weight, and the richest pays the sum of all for being chosen.
    private static Server[] turns(List<Server> servers) {
        int divisor = servers.stream().mapToInt(Server::weight).reduce(0, WeightedRoundRobin::greatestCommonDivisor);
        int sum = servers.stream().mapToInt(Server::weight).sum();
        long[] wealth = new long[servers.size()];
        List<Server> turns = new ArrayList<>();
        for (int i = 0; i < (divisor == 0 ? 0 : sum / divisor); i++) {
            int richest = 0;
            for (int number = 0; number < wealth.length; number++) {
                wealth[number] += servers.get(number).weight();
                if (wealth[number] > wealth[richest]) {
                    richest = number;
                }
            }
            wealth[richest] -= sum;
            turns.add(servers.get(richest));
        }
        return turns.toArray(Server[]::new);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
