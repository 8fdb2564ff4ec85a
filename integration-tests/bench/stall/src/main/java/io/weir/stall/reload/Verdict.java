package io.weir.stall.reload;

import io.weir.bench.harness.WrkOutput;
import java.util.ArrayList;
import java.util.List;

/** What a run must show: no error, every reload taken over, a flat heap, and nothing left of old configurations. */
final class Verdict {

    static final long HEAP_SLACK_BYTES = 1L << 20;

    // Tunnels keep generations alive, with their rules, servers and series: some 150 KB each for these configurations.
    static final long GENERATION_BYTES = 256L << 10;

    private Verdict() {}

    /**
     * Judges a run.
     *
     * @param samples begin, middle and end of the load
     * @param rest after the load, once it is over or the patience is
     * @param reloads that were asked for
     * @param taken that the program counted
     * @param refused of any other result, as the program counted
     * @return all that is wrong, in words; empty for a run in order
     */
    static List<String> of(
            Ledger ledger, WrkOutput wrk, List<Sample> samples, Sample rest, int reloads, long taken, long refused) {
        List<String> wrong = new ArrayList<>(ledger.first());
        if (ledger.errors() > wrong.size()) {
            wrong.add("and " + (ledger.errors() - wrong.size()) + " more errors of clients");
        }
        wrk.faults().forEach(fault -> wrong.add("wrk: " + fault));
        Sample begin = samples.get(0);
        for (Sample later : samples.subList(1, samples.size())) {
            int more = Math.max(0, later.generations() - begin.generations());
            if (later.heapBytes() > begin.heapBytes() + HEAP_SLACK_BYTES + more * GENERATION_BYTES) {
                wrong.add("heap grows: " + begin.heapBytes() + " bytes at the " + begin.moment() + ", "
                        + later.heapBytes() + " at the " + later.moment());
            }
        }
        if (rest.heapBytes() > begin.heapBytes()) {
            wrong.add("heap at rest: " + rest.heapBytes() + " bytes (expected: at most " + begin.heapBytes() + ")");
        }
        if (rest.generations() != 1 || rest.tunnels() != 0 || rest.sessions() != 0) {
            wrong.add("at rest: " + rest + " (expected: one generation, no session, no tunnel)");
        }
        if (taken != reloads || refused != 0) {
            wrong.add("reloads: " + taken + " taken, " + refused + " refused or failed (expected: " + reloads + ", 0)");
        }
        return wrong;
    }
}
