package io.weir.kit;

import java.util.List;
import java.util.function.Supplier;

/** Weir without an exchange: it holds nothing, and no bug made it so. */
public final class AtRest {

    private static final List<String> HELD = List.of(
            "weir_buffers_leased",
            "weir_buffers_stalled",
            "weir_buffers_waiting",
            "weir_backend_waiting",
            "weir_parked_bytes");
    private static final List<String> BUGS =
            List.of("weir_buffers_rescued_total", "weir_buffers_leaked_total", "weir_events_unwanted_total");

    private AtRest() {}

    /**
     * Waits until no buffer is leased or stalled, no session waits for a buffer or a slot, and no byte is parked. Then fails if a buffer was
     * ever rescued or leaked, or if an event ever reached a session that did not want it.
     */
    public static void await(Supplier<Scrape> metrics) {
        Eventually.passes(() -> metrics.get().requireZero(HELD));
        metrics.get().requireZero(BUGS);
    }
}
