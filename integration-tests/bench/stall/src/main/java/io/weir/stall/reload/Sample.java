package io.weir.stall.reload;

import io.weir.stall.measure.Metrics;
import io.weir.stall.measure.PoolLevels;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * State of the program at one moment, right after a collection of garbage.
 *
 * @param heapBytes that live
 * @param generations configurations in use, the running one included
 * @param sessions connections of clients
 * @param tunnels that began under a configuration which was replaced
 * @param files that are open
 */
record Sample(
        String moment,
        int reloads,
        long heapBytes,
        long residentBytes,
        int generations,
        int sessions,
        int tunnels,
        int files) {

    // A collection leaves all that lives there. What is young is garbage of the traffic between collection and look, up
    // to 8 MiB.
    private static final String TENURED = "jvm_memory_used_bytes{area=\"heap\",id=\"Tenured Gen\"";

    static final List<String> HEAD =
            List.of("moment", "reloads", "heap MiB", "RSS MiB", "generations", "sessions", "old tunnels", "files");

    /** Collects garbage, then looks. */
    static Sample of(String moment, int reloads, RunningWeir weir) throws IOException, InterruptedException {
        weir.collect();
        Metrics metrics = weir.metrics();
        return new Sample(
                moment,
                reloads,
                (long) metrics.sum(TENURED),
                weir.residentBytes(),
                (int) metrics.sum("weir_config_generations"),
                PoolLevels.of(metrics).sessions(),
                (int) metrics.sum("weir_config_old_tunnels"),
                weir.files());
    }

    /** A row for {@link #HEAD}. */
    List<String> cells() {
        return List.of(
                moment,
                Integer.toString(reloads),
                String.format(Locale.ROOT, "%.1f", heapBytes / 1048576.0),
                Long.toString(residentBytes >> 20),
                Integer.toString(generations),
                Integer.toString(sessions),
                Integer.toString(tunnels),
                Integer.toString(files));
    }
}
