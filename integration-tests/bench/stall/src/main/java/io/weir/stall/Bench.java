package io.weir.stall;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.FreePorts;
import io.weir.bench.harness.Table;
import io.weir.stall.measure.MemoryCgroup;
import io.weir.stall.origin.OriginProcess;
import io.weir.stall.proxy.NginxOrigin;
import io.weir.stall.proxy.ProxyKind;
import io.weir.stall.proxy.Setup;
import io.weir.stall.report.Outcome;
import io.weir.stall.report.Report;
import io.weir.stall.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All proxies of a plan in turn, as many rounds as it says, and the report. */
final class Bench {

    private final Plan plan;
    private final Path root;
    private final Path runs;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final Set<String> leftOut = new LinkedHashSet<>();

    Bench(Plan plan, Path root) {
        this.plan = plan;
        this.root = root;
        this.runs = root.resolve("integration-tests/bench/stall/target/runs/"
                + ProcessHandle.current().pid());
    }

    /** Whether Weir is above the bar, or not among the proxies. */
    boolean run() throws IOException, InterruptedException {
        System.out.println(plan.title());
        for (int round = 1; round <= plan.rounds(); round++) {
            for (ProxyKind kind : plan.proxies()) {
                attempt(kind, round);
            }
        }
        return report();
    }

    // One that does not start is told, and is no reason to lose what the others did.
    private void attempt(ProxyKind kind, int round) throws InterruptedException {
        if (isLeftOut(kind)) {
            return;
        }
        System.err.println("stall: round " + round + " of " + plan.rounds() + ", " + kind.name());
        try {
            Outcome outcome = trial(kind, Files.createDirectories(runs.resolve(round + "-" + kind.name())));
            outcomes.add(outcome);
            System.err.println(Report.table(List.of(outcome)).aligned());
        } catch (IOException e) {
            System.err.println("stall: " + kind.name() + ": " + e.getMessage());
            failed.add(kind.name());
        }
    }

    // What this machine cannot run at all is no failure: it is told at once, and again below the table.
    private boolean isLeftOut(ProxyKind kind) {
        Optional<String> why = kind.hindrance().map(hindrance -> kind.name() + " is left out: " + hindrance);
        why.filter(leftOut::add).ifPresent(text -> System.err.println("stall: " + text));
        return why.isPresent();
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
                : OriginProcess.command(port);
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
                plan.socketBufferBytes(),
                plan.heap(),
                plan.weirOptions());
    }

    private boolean report() throws IOException {
        String notes = Report.notes(outcomes);
        String failures = failed.isEmpty() ? "" : "could not be run: " + String.join(", ", failed);
        print(Report.table(outcomes).aligned());
        if (plan.rounds() > 1) {
            print(Report.medians(outcomes).aligned());
        }
        print(notes);
        print(failures);
        print(String.join("\n", leftOut));
        if (!plan.markdown().isEmpty()) {
            Table table = plan.rounds() > 1 ? Report.medians(outcomes) : Report.table(outcomes);
            Files.writeString(Path.of(plan.markdown()), plan.title() + ":\n\n" + table.markdown() + "\n");
        }
        return judge();
    }

    private boolean judge() {
        List<Outcome> ofWeir = outcomes.stream()
                .filter(outcome -> outcome.proxy().equals("weir"))
                .toList();
        if (ofWeir.isEmpty()) {
            return !failed.contains("weir");
        }
        Verdict verdict = Verdict.of(ofWeir, plan.buffers());
        boolean passed = verdict.isPassed() && !failed.contains("weir");
        print("weir is " + (passed ? "above" : "below") + " the bar\n" + verdict.text());
        return passed;
    }

    private static void print(String paragraph) {
        if (!paragraph.isEmpty()) {
            System.out.println("\n" + paragraph);
        }
    }
}
