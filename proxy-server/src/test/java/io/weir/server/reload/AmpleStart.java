package io.weir.server.reload;

import io.weir.server.config.ProgramSettings;
import java.util.List;

/** A start that has set so much heap aside, and could not be repeated for the reasons in {@code refused}; any settings will do if there are none. */
public record AmpleStart(long heapBytes, List<String> refused) implements StartCheck {

    /** For tests in which memory does not matter. */
    public AmpleStart() {
        this(64L << 20, List.of());
    }

    @Override
    public List<String> whyNot(ProgramSettings settings) {
        return refused;
    }
}
