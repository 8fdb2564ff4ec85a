package io.weir.server.cli;

import io.weir.server.demo.Demo;
import io.weir.server.demo.DemoOptions;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.cli.Option;

/** {@code weir demo}: see it work with nothing else to hand. */
final class DemoCommand implements Command {

    private static final int STALLED_READERS = 200;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_SECONDS = 86_400;

    private static final Option STORM =
            Usage.flag("storm", "Send in 200 clients that ask for 100 MB each and hardly read.");
    private static final Option SECONDS = Usage.option("seconds", "N", "End after N seconds; at Ctrl-C if not given.");
    private static final Option PORT =
            Usage.option("port", "N", "Where the proxy listens; 8080 if not given, or a free port if that is taken.");

    private static final Usage USAGE = new Usage(
            "demo",
            "Run servers, clients and the proxy in one process, to see it work.",
            "Shows how full the buffers are and how fast small requests are answered, while you use it.",
            false,
            List.of(STORM, SECONDS, PORT),
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
    public ExitCode run(Given given, Console console) throws UsageException, InterruptedException {
        DemoOptions options = new DemoOptions(
                number(given, PORT, MAX_PORT),
                Duration.ofSeconds(number(given, SECONDS, MAX_SECONDS).orElse(0)),
                given.has(STORM) ? STALLED_READERS : 0);
        stop.arm();
        return new Demo(launcher, stop, console.out(), console.err()).run(options);
    }

    private static OptionalInt number(Given given, Option option, int most) throws UsageException {
        Optional<String> text = given.value(option);
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(option, text.get(), most));
    }

    private static int number(Option option, String text, int most) throws UsageException {
        if (!text.matches("\\d{1,9}") || Integer.parseInt(text) > most) {
            throw new UsageException(
                    Usage.flag(option) + ": " + (text.isEmpty() ? "\"\"" : text) + " (expected: 0 to " + most + ")");
        }
        return Integer.parseInt(text);
    }
}
