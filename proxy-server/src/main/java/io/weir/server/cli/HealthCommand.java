package io.weir.server.cli;

import io.weir.server.launch.ExitCode;
import io.weir.server.launch.HealthProbe;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code weir health}: whether a running Weir is ready. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        header = "Ask a running Weir whether it is ready for clients.",
        description = {"", "Asks its admin listener for /health/ready, once, and waits up to 3 seconds."},
        footerHeading = "%nExample:%n",
        footer = {"  weir health --admin 127.0.0.1:9901"})
final class HealthCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--admin",
            paramLabel = "ADDRESS",
            defaultValue = "${WEIR_ADMIN_BIND:-" + HealthProbe.DEFAULT_ADDRESS + "}",
            description = "Its admin listener; WEIR_ADMIN_BIND, else " + HealthProbe.DEFAULT_ADDRESS + ".")
    private String admin = "";

    @Override
    public Integer call() {
        HealthProbe.Result result = HealthProbe.ask(admin);
        spec.commandLine().getOut().println(result.said());
        return (result.ready() ? ExitCode.OK : ExitCode.NOT_READY).number();
    }
}
