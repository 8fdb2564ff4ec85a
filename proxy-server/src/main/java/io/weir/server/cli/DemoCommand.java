package io.weir.server.cli;

import io.weir.server.demo.Demo;
import io.weir.server.demo.DemoOptions;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.cli.CommandLine;

/** {@code weir demo}: see it work with nothing else to hand. */
final class DemoCommand implements Command {

    private static final int STALLED_READERS = 200;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_SECONDS = 86_400;
    private static final String STORM = "storm";
    private static final String SECONDS = "seconds";
    private static final String PORT = "port";

    private static final Usage USAGE = new Usage(
            "demo",
            "See it work: servers, clients and the proxy between them in one process.",
            "Shows how full the buffers are and how fast small requests are answered, while you use it.",
            false,
            List.of(
                    Usage.flag(STORM, "Send in 200 clients that ask for 100 MB each and hardly read."),
                    Usage.option(SECONDS, "N", "End after N seconds; at Ctrl-C if not given."),
                    Usage.option(
                            PORT, "N", "Where the proxy listens; 8080 if not given, or a free port if that is taken.")),
            List.of("weir demo", "weir demo --storm", "weir demo --storm --seconds 20 --port 0 > demo.log"));

    private final Launcher launcher;
    private final StopSignal stop;

    DemoCommand(Launcher launcher, StopSignal stop) {
        this.launcher = launcher;
        this.stop = stop;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(CommandLine given, Console console) throws UsageException, InterruptedException {
        DemoOptions options = new DemoOptions(
                number(given, PORT, MAX_PORT),
                Duration.ofSeconds(number(given, SECONDS, MAX_SECONDS).orElse(0)),
                given.hasOption(STORM) ? STALLED_READERS : 0);
        return new Demo(launcher, stop, console.out(), console.err()).run(options);
    }

    private static OptionalInt number(CommandLine given, String option, int most) throws UsageException {
        String text = given.getOptionValue(option, "");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            throw new UsageException("--" + option + ": " + text + " (expected: 0 to " + most + ")");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}
