package io.weir.stall;

import io.weir.stall.measure.MemoryCgroup;
import io.weir.stall.proxy.Child;
import io.weir.stall.proxy.FreePorts;
import io.weir.stall.proxy.NginxOrigin;
import io.weir.stall.proxy.ProxyKind;
import io.weir.stall.proxy.Setup;
import io.weir.stall.report.Outcome;
import io.weir.stall.report.Report;
import io.weir.stall.report.Table;
import io.weir.stall.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All proxies of a plan in turn, as many rounds as it says, and the report. */
final class Bench {

    private final Plan plan;
    private final Path root;
    private final Path runs;

    Bench(Plan plan, Path root) {
        this.plan = plan;
        this.root = root;
        this.runs = root.resolve("integration-tests/bench/stall/target/runs/"
                + ProcessHandle.current().pid());
    }

    /** Whether Weir is above the bar, or not among the proxies. */
    boolean run() throws IOException, InterruptedException {
        System.out.println(plan.title());
        List<Outcome> outcomes = new ArrayList<>();
        for (int round = 1; round <= plan.rounds(); round++) {
            for (ProxyKind kind : plan.proxies()) {
                System.err.println("stall: round " + round + " of " + plan.rounds() + ", " + kind.name());
                outcomes.add(trial(kind, Files.createDirectories(runs.resolve(round + "-" + kind.name()))));
            }
        }
        return report(outcomes);
    }

    private Outcome trial(ProxyKind kind, Path directory) throws IOException, InterruptedException {
        int originPort = FreePorts.next();
        Optional<MemoryCgroup> cgroup = plan.cgroupBytes() == 0
                ? Optional.empty()
                : Optional.of(
                        MemoryCgroup.create("stall-" + ProcessHandle.current().pid(), plan.cgroupBytes()));
        try (Child origin = origin(originPort, directory)) {
            origin.awaitListener(originPort);
            return new Trial(plan, kind, setup(directory, originPort), cgroup).run();
        } finally {
            cgroup.ifPresent(MemoryCgroup::remove);
        }
    }

    // A new one for each proxy: no connection of the last one is left in it.
    private Child origin(int port, Path directory) throws IOException {
        List<String> command = plan.nginxOrigin()
                ? NginxOrigin.prepare(
                        Files.createDirectories(directory.resolve("origin")),
                        port,
                        plan.crowd().bodyBytes())
                : List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "origin",
                        Integer.toString(port));
        return Child.start(command, Map.of(), directory.resolve("origin.log"));
    }

    private Setup setup(Path directory, int originPort) {
        return new Setup(
                root,
                directory,
                FreePorts.next(),
                FreePorts.next(),
                originPort,
                plan.crowd().direction().isTcp(),
                plan.buffers(),
                plan.crowd().clients(),
                plan.heap(),
                plan.weirOptions());
    }

    private boolean report(List<Outcome> outcomes) throws IOException {
        Table table = Report.table(outcomes);
        System.out.println("\n" + table.aligned());
        String notes = Report.notes(outcomes);
        if (!notes.isEmpty()) {
            System.out.println("\n" + notes);
        }
        if (!plan.markdown().isEmpty()) {
            Files.writeString(Path.of(plan.markdown()), plan.title() + ":\n\n" + table.markdown() + "\n");
        }
        List<Outcome> ofWeir = outcomes.stream()
                .filter(outcome -> outcome.proxy().equals("weir"))
                .toList();
        if (ofWeir.isEmpty()) {
            return true;
        }
        Verdict verdict = Verdict.of(ofWeir, plan.buffers());
        System.out.println("\nweir is " + (verdict.isPassed() ? "above" : "below") + " the bar\n" + verdict.text());
        return verdict.isPassed();
    }
}
