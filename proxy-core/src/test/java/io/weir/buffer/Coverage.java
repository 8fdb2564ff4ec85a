package io.weir.buffer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often each case that simulations are made for has occurred: one that never does is not tested. */
final class Coverage {

    enum Case {
        WAIT,
        GRANT,
        GRANT_OF_RESERVE,
        RESERVE,
        RESERVE_PAST_WAITERS,
        PATIENCE,
        PROMOTION,
        PROMOTION_INTO_RESERVE,
        CANCEL,
        CANCEL_TOO_LATE,
        CLOSE_WITH_GRANT,
        EARLY_COLLECT,
        VAIN_COLLECT,
        SURRENDER,
        STALE_DEAD_WAKE,
        INTERLEAVED_STEP,
        LEASE_KEPT_BY_SLICE
    }

    private final Map<Case, Long> counts = new EnumMap<>(Case.class);

    void count(Case what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Cases that never occurred. */
    List<Case> missing() {
        List<Case> missing = new ArrayList<>(List.of(Case.values()));
        missing.removeAll(counts.keySet());
        return missing;
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
