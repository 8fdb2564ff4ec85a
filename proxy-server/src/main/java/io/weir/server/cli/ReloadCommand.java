package io.weir.server.cli;

import io.weir.server.launch.ExitCode;
import io.weir.server.launch.HealthProbe;
import io.weir.server.reload.ReloadResult;
import java.time.Duration;
import java.util.List;
import org.apache.commons.cli.Option;

/** {@code weir reload}: has a running Weir take its changed configuration over, and tells what came of it. */
final class ReloadCommand implements Command {

    private static final Option ADMIN = Usage.option(
            "admin",
            "ADDRESS",
            "Address of its admin listener, or the absolute path of its Unix socket; " + HealthProbe.VARIABLE
                    + ", else " + HealthProbe.DEFAULT_ADDRESS + ".");
    private static final Option TOKEN_FILE =
            Usage.option("token-file", "FILE", "File with the token for writes; none is needed on a Unix socket.");

    private static final Usage USAGE = new Usage(
            "reload",
            "Have a running Weir take its changed configuration over.",
            "Waits up to 60 seconds for the result, and prints what is different now, or why nothing is. The running"
                    + " configuration stays unless all of the new one can be taken over.",
            false,
            List.of(ADMIN, TOKEN_FILE),
            List.of(
                    "weir reload --admin /run/weir/admin.sock",
                    "weir reload --admin 127.0.0.1:9901 --token-file token"));

    private final Duration longest;

    ReloadCommand() {
        this(RunningWeir.LONGEST);
    }

    /** The same that waits so long for an answer. */
    ReloadCommand(Duration longest) {
        this.longest = longest;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(Given given, Console console) throws UsageException {
        String byDefault = System.getenv().getOrDefault(HealthProbe.VARIABLE, HealthProbe.DEFAULT_ADDRESS);
        String address = given.value(ADMIN).orElse(byDefault);
        return RunningWeir.at(address, ADMIN, given, TOKEN_FILE)
                .ask("/reload", "{}", longest, ReloadResult::word, console);
    }
}
