package io.weir.stall;

import io.weir.bench.harness.CommandLine;
import io.weir.bench.harness.UsageException;
import io.weir.stall.origin.Origin;
import io.weir.stall.proxy.PeerModule;
import io.weir.stall.reload.ReloadSoak;
import io.weir.stall.soak.Soak;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The program behind {@code integration-tests/bench/stall/run}. */
public final class Main {

    private static final int BELOW_THE_BAR = 1;
    private static final int WRONG_USAGE = 2;
    private static final int SOAK_MINUTES = 20;
    private static final int RELOAD_MINUTES = 10;

    private Main() {}

    /**
     * Runs the bench, unless the first argument says otherwise: {@code packages} prints the Debian packages that a run needs,
     * {@code peers} a line for each module of peers that it needs (the directory, and the JDK to build it with), {@code origin PORT}
     * is the server, {@code soak [MINUTES]} is the soak, {@code reloads [MINUTES]} the soak of reloads.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.println(usage());
        } else if (!words.isEmpty() && words.get(0).equals("origin")) {
            serve(Integer.parseInt(words.get(1)));
        } else if (!words.isEmpty() && words.get(0).equals("soak")) {
            System.exit(Soak.run(root(), minutes(words, SOAK_MINUTES), System.nanoTime()) ? 0 : BELOW_THE_BAR);
        } else if (!words.isEmpty() && words.get(0).equals("reloads")) {
            System.exit(ReloadSoak.run(root(), minutes(words, RELOAD_MINUTES)) ? 0 : BELOW_THE_BAR);
        } else if (!words.isEmpty() && words.get(0).equals("packages")) {
            System.out.println(String.join(
                    " ",
                    planOf(Arrays.copyOfRange(arguments, 1, arguments.length)).packages()));
        } else if (!words.isEmpty() && words.get(0).equals("peers")) {
            planOf(Arrays.copyOfRange(arguments, 1, arguments.length)).modules().forEach(Main::print);
        } else {
            System.exit(new Bench(planOf(arguments), root()).run() ? 0 : BELOW_THE_BAR);
        }
    }

    private static int minutes(List<String> words, int byDefault) {
        return words.size() > 1 ? Integer.parseInt(words.get(1)) : byDefault;
    }

    private static Plan planOf(String... arguments) {
        try {
            return Plan.of(new CommandLine(List.of(Option.values()), arguments));
        } catch (UsageException e) {
            System.err.println("stall: " + e.getMessage());
            System.exit(WRONG_USAGE);
            throw e;
        }
    }

    private static void print(PeerModule module) {
        module.javaHome().ifPresent(javaHome -> System.out.println(module.directory() + " " + javaHome));
    }

    // The root of the project; the script says where it is.
    private static Path root() {
        return Path.of(System.getProperty("stall.root", "."));
    }

    // Until the bench, which holds the other end of the input, is gone.
    private static void serve(int port) throws IOException {
        Thread parent = new Thread(
                () -> {
                    try {
                        System.in.transferTo(java.io.OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        System.err.println("stall: " + e);
                    }
                    System.exit(0);
                },
                "parent");
        parent.setDaemon(true);
        parent.start();
        Origin.serve(port);
    }

    private static String usage() {
        return """
                Puts stalled clients beside small requests, for Weir and its rivals in turn, and prints how they fare.

                Usage: integration-tests/bench/stall/run [OPTION]...

                %s

                Installs what it needs from Debian, as root, and builds what is not built. Everything listens on the loopback
                and is stopped in the end. helidon needs a JDK, 21 or newer (in JAVA_HOME, JAVA25_HOME and the like, or
                /usr/lib/jvm), and is left out where there is none. Logs: integration-tests/bench/stall/target/runs.

                Exit codes: 0 Weir is above the bar, or not among the proxies; 1 it is below; 2 the command line is wrong
                """.formatted(Option.allUsages()).stripTrailing();
    }
}
