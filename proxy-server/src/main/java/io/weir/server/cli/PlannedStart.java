package io.weir.server.cli;

import io.weir.server.config.ProgramSettings;
import io.weir.server.launch.MemoryPlan;
import io.weir.server.reload.StartCheck;
import java.util.List;

/** What the memory plan of the start leaves to reloads. File descriptors are not looked at: clients have some of them by now. */
record PlannedStart(MemoryPlan plan) implements StartCheck {

    @Override
    public long heapBytes() {
        return plan.configurations().bytes();
    }

    @Override
    public List<String> whyNot(ProgramSettings settings) {
        MemoryPlan next = MemoryPlan.of(settings);
        return next.budget().fits()
                ? List.of()
                : List.of("a start with this configuration would need more than there is, as weir check explains: "
                        + next.budget().summary());
    }
}
