package io.weir.server.cli;

import io.weir.server.demo.Demo;
import io.weir.server.demo.DemoOptions;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir demo}: see it work with nothing else to hand. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        header = "See it work: servers, clients and the proxy between them in one process.",
        description = {"", "Shows how full the buffers are and how fast small requests are answered, while you use it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  weir demo", "  weir demo --storm", "  weir demo --storm --seconds 20 --port 0 > demo.log"})
final class DemoCommand implements Callable<Integer> {

    private static final int STALLED_READERS = 200;
    private static final int MAX_PORT = 65_535;
    private static final int NOT_GIVEN = -1;

    private final Launcher launcher;
    private final StopSignal stop;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--storm", description = "Send in 200 clients that ask for 100 MB each and hardly read.")
    private boolean storm;

    @Option(names = "--seconds", paramLabel = "N", description = "End after N seconds; at Ctrl-C if not given.")
    private int seconds;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where the proxy listens; 8080 if not given, or a free port if that is taken.")
    private int port = NOT_GIVEN;

    DemoCommand(Launcher launcher, StopSignal stop) {
        this.launcher = launcher;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireRange("--seconds", seconds, 0, 86_400);
        requireRange("--port", port, NOT_GIVEN, MAX_PORT);
        DemoOptions options = new DemoOptions(
                port == NOT_GIVEN ? OptionalInt.empty() : OptionalInt.of(port),
                Duration.ofSeconds(seconds),
                storm ? STALLED_READERS : 0);
        return new Demo(
                        launcher,
                        stop,
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run(options)
                .number();
    }

    private void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + ": " + value + " (expected: " + Math.max(0, least) + " to " + most + ")");
        }
    }
}
