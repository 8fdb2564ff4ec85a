package io.weir.server.launch;

import io.weir.WeirSettings;
import io.weir.server.text.Amounts;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import java.util.ArrayList;
import java.util.List;

/** The memory sum of a plan for people: each item, the connections that it counts, and the file descriptors that these need. */
public final class MemoryExplanation {

    private MemoryExplanation() {}

    /** The lines of it. */
    public static List<String> lines(MemoryPlan plan) {
        List<String> lines = new ArrayList<>(plan.budget().arithmetic());
        lines.add(sockets(plan.settings().weir()));
        lines.add(plan.descriptors().summary());
        return lines;
    }

    private static String sockets(WeirSettings weir) {
        SocketCounts most = weir.socketCounts();
        SocketBudget budget = new SocketBudget(weir.sockets(), most);
        String counts = "at most " + most.fronts() + " front connections, "
                + weir.limits().exchanges() + " exchanges and " + most.openBacks() + " back connections; ";
        if (budget.bytes() == 0) {
            return counts + "buffers left to the kernel (weir.sockets)";
        }
        long ofLast = budget.shareBytes(Math.max(most.fronts(), most.backs()));
        return counts + "weir.sockets.memory " + Amounts.bytes(budget.bytes()) + ": "
                + shares(budget.shareBytes(1), ofLast, budget.largest());
    }

    private static String shares(long ofFirst, long ofLast, int largest) {
        return ofFirst == ofLast
                ? Amounts.bytes(ofFirst) + " for each"
                : "for a front as for a back connection " + Amounts.bytes(ofFirst) + " for " + first(largest) + ", "
                        + Amounts.bytes(ofLast) + " for the last";
    }

    private static String first(int number) {
        return number > 1 ? "each of the first " + number : "the first";
    }
}
