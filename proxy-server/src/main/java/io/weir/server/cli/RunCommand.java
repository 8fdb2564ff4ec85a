package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.Banner;
import io.weir.server.launch.ExitCode;
import java.util.List;

/** {@code weir run FILE}: the proxy of a configuration file. */
final class RunCommand implements Command {

    private static final Usage USAGE = new Usage(
            "run",
            "Run the proxy that a configuration file describes.",
            "The access log goes to standard output, everything else to standard error. On SIGTERM or Ctrl-C Weir serves"
                    + " the clients that have connected, closes its listeners, and gives exchanges weir.timeouts.drain to end. A changed file is taken over while it runs: by itself, on SIGHUP, or by weir reload.",
            true,
            List.of(Serving.EXPLAIN_MEMORY),
            List.of(
                    "cat > weir.conf <<END",
                    "weir {",
                    "  listeners.web { bind = \":8080\", backend = shop }",
                    "  backends.shop.servers.one.address = \"127.0.0.1:9000\"",
                    "}",
                    "END",
                    "weir run weir.conf"));

    private final Serving serving;

    RunCommand(Serving serving) {
        this.serving = serving;
    }

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(Given given, Console console) throws UsageException, InterruptedException {
        Banner.Detail detail = Serving.detail(given);
        serving.armForReloads();
        LoadResult result = SettingsLoader.load(given.file());
        Report.warnings(console.err(), result.warnings());
        if (result instanceof LoadResult.Rejected rejected) {
            Report.problems(console.err(), rejected.problems());
            return ExitCode.BAD_CONFIGURATION;
        }
        return serving.serve(given.file(), (LoadResult.Accepted) result, detail, console.err());
    }
}
