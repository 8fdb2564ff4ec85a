package io.weir.versus;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.FreePorts;
import io.weir.versus.load.Command;
import io.weir.versus.proxy.Pinning;
import io.weir.versus.proxy.ProxyKind;
import io.weir.versus.proxy.Server;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Plot;
import io.weir.versus.report.Report;
import io.weir.versus.report.Rows;
import io.weir.versus.report.Verdict;
import io.weir.versus.scenario.Effort;
import io.weir.versus.scenario.Rig;
import io.weir.versus.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All scenarios of a plan, one after the other, and the report. */
final class Bench {

    private static final Duration LONGEST_PLOT = Duration.ofSeconds(60);

    private final Plan plan;
    private final Path directory;
    private final Pinning pinning;
    private final List<Contest> contests = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    Bench(Plan plan, Path root) {
        this.plan = plan;
        this.directory = root.resolve("integration-tests/bench/versus/target/runs/"
                + ProcessHandle.current().pid());
        this.pinning = plan.pinning(Runtime.getRuntime().availableProcessors());
    }

    /** Whether every bar is met, and every round counts. */
    boolean run() throws IOException, InterruptedException {
        System.out.println(circumstances() + "\n");
        int port = FreePorts.next();
        try (Child server = server(port)) {
            Rig rig = new Rig(
                    plan.effort(),
                    proxies(),
                    pinning,
                    directory,
                    server.awaitListener(port),
                    plan.rate(),
                    plan.systemCalls());
            for (Scenario scenario : plan.scenarios()) {
                run(scenario, rig);
            }
        }
        System.out.println(Report.summary(contests).aligned());
        writeFiles();
        return failed.isEmpty() && contests.stream().allMatch(Bench::isMet);
    }

    // One that cannot be run here is told, and is no reason to lose what the others found.
    private void run(Scenario scenario, Rig rig) throws InterruptedException {
        try {
            Contest contest = scenario.run(rig);
            contests.add(contest);
            System.out.println(Report.text(contest) + "\n");
        } catch (IOException e) {
            failed.add(scenario.name());
            System.out.println(scenario.name() + " could not be run: " + e.getMessage() + "\n");
        }
    }

    private Child server(int port) throws IOException {
        Path own = Files.createDirectories(directory.resolve("server"));
        List<Integer> bodies = plan.scenarios().stream()
                .flatMap(scenario -> scenario.bodies().stream())
                .distinct()
                .toList();
        List<String> command = new ArrayList<>(pinning.others());
        command.addAll(Server.prepare(own, port, bodies));
        return Child.start(command, Map.of(), own.resolve("log"));
    }

    // What this machine cannot run at all is told once, and is no failure.
    private List<ProxyKind> proxies() {
        plan.proxies()
                .forEach(kind -> kind.hindrance()
                        .ifPresent(why -> System.out.println(kind.name() + " is left out: " + why + "\n")));
        return plan.proxies().stream()
                .filter(kind -> kind.hindrance().isEmpty())
                .toList();
    }

    private void writeFiles() throws IOException, InterruptedException {
        Plan.Files files = plan.files();
        if (!files.markdown().isEmpty()) {
            Files.writeString(Path.of(files.markdown()), markdown());
        }
        if (!files.data().isEmpty()) {
            Files.write(Path.of(files.data()), Rows.of(contests));
        }
        if (!files.plot().isEmpty()) {
            plot(Path.of(files.plot()).toAbsolutePath());
        }
    }

    private String markdown() {
        Stream<String> sections = contests.stream().map(Report::markdown);
        return Stream.concat(
                        Stream.of(
                                circumstances() + ".", Report.summary(contests).markdown()),
                        sections)
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    private void plot(Path file) throws IOException, InterruptedException {
        List<String> names = plan.proxies().stream().map(ProxyKind::name).toList();
        String script = Plot.script(contests, names, file.toString());
        if (!script.isEmpty()) {
            Path source = Files.writeString(directory.resolve("plot"), script);
            Command.run(List.of("gnuplot", source.toString()), LONGEST_PLOT);
        }
    }

    // What a figure is worth nothing without.
    private String circumstances() {
        Effort effort = plan.effort();
        return String.format(
                "CPU time as a user and in the kernel; %d rounds of %d s in turns, after a warm-up of %d s for Weir and %d s for the others; %s",
                effort.rounds(),
                effort.round().toSeconds(),
                effort.weirWarmUp().toSeconds(),
                effort.warmUp().toSeconds(),
                pinning.text());
    }

    private static boolean isMet(Contest contest) {
        return contest.faults().isEmpty() && Verdict.of(contest).stream().noneMatch(Verdict::isMissed);
    }
}
