package io.weir.conformance;

import io.weir.conformance.proxy.Rivals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The program behind {@code integration-tests/conformance/run}. */
public final class Main {

    private static final int WEIR_FAILS = 1;
    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** Runs the suites; with {@code packages} as the first argument prints the Debian packages that they need. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        if (words.contains("--help") || words.contains("-h")) {
            System.out.println(usage());
        } else if (!words.isEmpty() && words.get(0).equals("packages")) {
            System.out.println(
                    String.join(" ", planOf(words.subList(1, words.size())).packages()));
        } else {
            System.exit(new Proof(planOf(words), root()).run() ? 0 : WEIR_FAILS);
        }
    }

    private static Plan planOf(List<String> words) {
        try {
            return Plan.of(words);
        } catch (UsageException e) {
            System.err.println("conformance: " + e.getMessage());
            System.exit(WRONG_USAGE);
            throw e;
        }
    }

    // The root of the project; the script says where it is.
    private static Path root() {
        return Path.of(System.getProperty("conformance.root", ".")).toAbsolutePath();
    }

    private static String usage() {
        return """
                Proves what Weir's HTTP/1.1 is worth, and its rivals' beside it.

                Usage: integration-tests/conformance/run [OPTION]...

                  --proxies NAMES   in this order; of: %s (all)
                  --suites NAMES    of: %s (all)
                  --only PATTERN    only messages and checks whose "group: name" contains it
                  --markdown FILE   write the report there too

                Installs what it needs from Debian, as root, and builds what is not built. Everything listens on the loopback
                and is stopped in the end.

                Exit codes: 0 Weir passes, or is not among the proxies; 1 it does not; 2 the command line is wrong
                """.formatted(String.join(", ", Rivals.names()), String.join(", ", Suite.names()))
                .stripTrailing();
    }
}
