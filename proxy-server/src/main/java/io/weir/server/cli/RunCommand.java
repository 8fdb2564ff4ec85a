package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir run FILE}: the proxy of a configuration file. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        header = "Run the proxy that a configuration file describes.",
        description = {
            "",
            "The access log goes to standard output, everything else to standard error. On SIGTERM or Ctrl-C nothing new"
                    + " is accepted; what runs may end within weir.timeouts.drain."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  cat > weir.conf <<END",
            "  weir {",
            "    listeners.web { bind = \":8080\", backend = shop }",
            "    backends.shop.servers.one.address = \"127.0.0.1:9000\"",
            "  }",
            "  END",
            "  weir run weir.conf"
        })
final class RunCommand implements Callable<Integer> {

    private final Serving serving;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The configuration, in HOCON.")
    private Path file = Path.of("");

    RunCommand(Serving serving) {
        this.serving = serving;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LoadResult result = SettingsLoader.load(file);
        if (result instanceof LoadResult.Rejected rejected) {
            Report.problems(err, rejected.problems());
            return ExitCode.BAD_CONFIGURATION.number();
        }
        LoadResult.Accepted accepted = (LoadResult.Accepted) result;
        Report.warnings(err, accepted.warnings());
        return serving.serve(accepted.settings(), err).number();
    }
}
