package io.weir.balance;

import io.weir.backend.Server;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** One round of weighted turns: each server as often as its weight says, as evenly spread as can be. */
final class Turns {
    /*
     * In each turn every server gains its weight, and the richest, of several the first, pays the sum of all weights for being chosen (smooth weighted
     * round robin). Servers of one weight gain alike, so they are chosen in their order, one after the other, and only the next of them can be the richest
     * server. A turn therefore costs a step for each different weight, of which there are 256 at most, not one for each server.
     */

    private final List<Rank> ranks;
    private final int count;
    private final long sum;

    /** The servers of one weight, in their order, and what the next of them has. */
    private static final class Rank {
        private final int weight;
        private final List<Integer> members = new ArrayList<>();
        private int next;
        private long wealth;

        Rank(int weight) {
            this.weight = weight;
        }

        int head() {
            return members.get(next);
        }

        boolean isRicher(Rank other) {
            return wealth > other.wealth || (wealth == other.wealth && head() < other.head());
        }

        // Once each of them has been chosen and has paid, the first is the next again.
        void choose(long price) {
            next++;
            if (next == members.size()) {
                next = 0;
                wealth -= price;
            }
        }
    }

    private Turns(List<Integer> weights) {
        int divisor = weights.stream().reduce(0, Turns::greatestCommonDivisor);
        sum = weights.stream().mapToLong(Integer::longValue).sum();
        count = divisor == 0 ? 0 : Math.toIntExact(sum / divisor);
        ranks = List.copyOf(ranks(weights));
    }

    private static Collection<Rank> ranks(List<Integer> weights) {
        TreeMap<Integer, Rank> byWeight = new TreeMap<>();
        for (int number = 0; number < weights.size(); number++) {
            if (weights.get(number) > 0) {
                byWeight.computeIfAbsent(weights.get(number), Rank::new).members.add(number);
            }
        }
        return byWeight.values();
    }

    /** The turns of one round of {@code servers}, the weights of which are {@code weights}. Empty if all weights are 0. */
    static Server[] of(List<Server> servers, List<Integer> weights) {
        Turns turns = new Turns(weights);
        Server[] round = new Server[turns.count];
        for (int turn = 0; turn < round.length; turn++) {
            round[turn] = servers.get(turns.next());
        }
        return round;
    }

    /** How many turns a round of these weights has. */
    static int count(List<Integer> weights) {
        return new Turns(weights).count;
    }

    private int next() {
        Rank richest = ranks.get(0);
        for (Rank each : ranks) {
            each.wealth += each.weight;
            if (each.isRicher(richest)) {
                richest = each;
            }
        }
        int chosen = richest.head();
        richest.choose(sum);
        return chosen;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
