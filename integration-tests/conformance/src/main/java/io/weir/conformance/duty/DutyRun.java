package io.weir.conformance.duty;

import io.weir.bench.harness.FreePorts;
import io.weir.conformance.proxy.Rival;
import io.weir.conformance.proxy.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All checks of one proxy. */
public final class DutyRun {

    private DutyRun() {}

    /** All duties of an intermediary. */
    public static List<Duty> duties() {
        return Stream.of(new RequestDuties().duties(), new ResponseDuties().duties())
                .flatMap(List::stream)
                .toList();
    }

    /** What is wrong with each; empty if nothing is. */
    public static Map<Duty, String> run(Rival rival, Path root, Path directory, List<Duty> duties)
            throws IOException, InterruptedException {
        int front = FreePorts.next();
        Map<Duty, String> broken = new LinkedHashMap<>();
        try (Stage stage = new Stage(front);
                Running running =
                        Running.start(rival, root, directory, List.of(new Rival.Way(front, stage.serverPort())))) {
            for (Duty duty : duties) {
                broken.put(duty, running.isAlive() ? duty.broken(stage) : "the proxy has gone");
            }
        }
        return broken;
    }
}
