package io.weir.versus;

import io.weir.bench.harness.CommandLine;
import io.weir.bench.harness.CommandOption;
import io.weir.bench.harness.UsageException;
import io.weir.versus.scenario.PacedTurn;
import io.weir.versus.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The program behind {@code integration-tests/bench/versus/run}. */
public final class Main {

    private static final int BELOW_A_BAR = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /**
     * Runs the bench, unless the first argument says otherwise: {@code packages} prints the Debian packages that a run needs,
     * {@code launchers} what starts each build of Weir that takes part, {@code paced} is the load of that scenario.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.println(usage());
        } else if (words.contains(Option.LIST.flag())) {
            System.out.println(scenarios());
        } else if (!words.isEmpty() && words.get(0).equals("packages")) {
            System.out.println(String.join(
                    " ",
                    plan(Arrays.copyOfRange(arguments, 1, arguments.length)).packages()));
        } else if (!words.isEmpty() && words.get(0).equals("launchers")) {
            plan(Arrays.copyOfRange(arguments, 1, arguments.length)).launchers().forEach(System.out::println);
        } else if (!words.isEmpty() && words.get(0).equals(PacedTurn.COMMAND)) {
            System.out.println(PacedTurn.load(words.subList(1, words.size())).line());
        } else {
            System.exit(new Bench(plan(arguments), root()).run() ? 0 : BELOW_A_BAR);
        }
    }

    private static Plan plan(String... arguments) {
        try {
            return Plan.of(new CommandLine(List.of(Option.values()), arguments), root());
        } catch (UsageException e) {
            System.err.println("versus: " + e.getMessage());
            System.exit(WRONG_USAGE);
            throw e;
        }
    }

    // The root of the project; the script says where it is.
    private static Path root() {
        return Path.of(System.getProperty("versus.root", "."));
    }

    private static String scenarios() {
        return Scenarios.all().stream()
                .map(scenario -> String.format("%-16s %s", scenario.name(), scenario.title()))
                .collect(Collectors.joining("\n"));
    }

    private static String usage() {
        return """
                Measures the CPU time that Weir and its rivals need for the same work, in turns, and prints the ratios of each round.

                Usage: integration-tests/bench/versus/run [OPTION]...

                %s

                One thread for each proxy and for the server; medians, and the least and the most, of all rounds. A round with errors does not
                count. Installs what it needs from Debian, as root, and builds what is not built. Everything listens on the loopback
                and is stopped in the end. Files and logs: integration-tests/bench/versus/target/runs.

                Exit codes: 0 every bar of issue 6 is met; 1 one is missed, or a round does not count; 2 the command line is wrong
                """.formatted(CommandOption.allUsages(List.of(Option.values()))).stripTrailing();
    }
}
