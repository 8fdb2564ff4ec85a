package io.weir.versus;

import io.weir.bench.harness.CommandLine;
import io.weir.versus.proxy.Pinning;
import io.weir.versus.proxy.ProxyKind;
import io.weir.versus.proxy.ProxyKinds;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Variant;
import io.weir.versus.proxy.WeirBuild;
import io.weir.versus.scenario.Effort;
import io.weir.versus.scenario.Scenario;
import io.weir.versus.scenario.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run does.
 *
 * @param pinned whether the proxy has a core of its own, where there are two
 * @param rate of requests a second where it is constant; 0 for half of what the slowest proxy can do
 * @param systemCalls whether they are counted too
 * @param files what is written beside the report on standard output
 */
record Plan(
        List<Scenario> scenarios,
        List<ProxyKind> proxies,
        Effort effort,
        boolean pinned,
        int rate,
        boolean systemCalls,
        Files files) {

    private static final String ALL = "all";

    Plan {
        scenarios = List.copyOf(scenarios);
        proxies = List.copyOf(proxies);
    }

    /**
     * The plan that a command line asks for; throws {@link io.weir.bench.harness.UsageException} where it asks for nonsense.
     *
     * @param root of the project
     */
    static Plan of(CommandLine line, Path root) {
        return new Plan(
                scenarios(line),
                proxies(line, root),
                new Effort(
                        line.number(Option.ROUNDS, 1),
                        seconds(line, Option.SECONDS),
                        seconds(line, Option.WEIR_WARM_UP),
                        seconds(line, Option.WARM_UP)),
                !line.has(Option.NO_PIN),
                line.number(Option.RATE, 0),
                line.has(Option.SYSCALLS),
                new Files(line.text(Option.MARKDOWN), line.text(Option.DATA), line.text(Option.PLOT)));
    }

    /** The Debian packages that it needs. */
    List<String> packages() {
        Stream<String> ofProxies = Stream.of(Variant.HTTP, Variant.TCP)
                .filter(variant -> !variant.tcp() || scenarios.stream().anyMatch(Scenario::isTcp))
                .flatMap(variant -> proxies.stream().flatMap(proxy -> proxy.packages(variant).stream()));
        return Stream.of(Stream.of("wrk"), tools(), Server.packages().stream(), ofProxies)
                .flatMap(packages -> packages)
                .distinct()
                .toList();
    }

    private Stream<String> tools() {
        return Stream.concat(
                systemCalls ? Stream.of("strace") : Stream.of(),
                files.plot().isEmpty() ? Stream.of() : Stream.of("gnuplot-nox"));
    }

    /** What starts each build of Weir that takes part. */
    List<Path> launchers() {
        return proxies.stream()
                .flatMap(proxy -> proxy.launcher().stream())
                .distinct()
                .toList();
    }

    /** On a machine of so many cores. */
    Pinning pinning(int cores) {
        return pinned ? new Pinning(cores) : Pinning.NONE;
    }

    /**
     * Files to be written; an empty name for none.
     *
     * @param markdown the report
     * @param data every figure of every round
     * @param plot CPU time as a diagram
     */
    record Files(String markdown, String data, String plot) {}

    private static Duration seconds(CommandLine line, Option option) {
        return Duration.ofSeconds(line.number(option, 1));
    }

    private static List<Scenario> scenarios(CommandLine line) {
        if (line.text(Option.SCENARIOS).equals(ALL)) {
            return Scenarios.all();
        }
        return Stream.of(line.text(Option.SCENARIOS).split(",", -1))
                .map(name -> Scenarios.byName(name)
                        .orElseThrow(
                                () -> line.wrong(Option.SCENARIOS, "names of " + String.join(", ", Scenarios.names()))))
                .toList();
    }

    private static List<ProxyKind> proxies(CommandLine line, Path root) {
        WeirBuild build = build(line, root, Option.WEIR_JAVA_OPTS);
        WeirBuild other = line.has(Option.WEIR_HOME)
                ? build(line, Path.of(line.text(Option.WEIR_HOME)).toAbsolutePath(), otherJavaOpts(line))
                : build(line, root, otherJavaOpts(line));
        return names(line).stream()
                .map(name -> ProxyKinds.byName(name, build, other)
                        .orElseThrow(
                                () -> line.wrong(Option.PROXIES, "names of " + String.join(", ", ProxyKinds.names()))))
                .toList();
    }

    // Who says what the other build is wants it to take part.
    private static List<String> names(CommandLine line) {
        List<String> names = new ArrayList<>(List.of(line.text(Option.PROXIES).split(",", -1)));
        boolean wanted = line.has(Option.WEIR_HOME) || line.has(Option.WEIR_B_OPTS);
        if (wanted && !names.contains(ProxyKinds.OTHER_BUILD)) {
            names.add(Math.min(1, names.size()), ProxyKinds.OTHER_BUILD);
        }
        return names;
    }

    private static Option otherJavaOpts(CommandLine line) {
        return line.has(Option.WEIR_B_OPTS) ? Option.WEIR_B_OPTS : Option.WEIR_JAVA_OPTS;
    }

    private static WeirBuild build(CommandLine line, Path home, Option javaOpts) {
        return new WeirBuild(home, line.heap(Option.HEAP), line.text(javaOpts), line.all(Option.WEIR_OPTION));
    }
}
