package io.weir.server.cli;

import io.weir.server.launch.ExitCode;
import io.weir.server.launch.HealthProbe;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Option;

/** {@code weir health}: whether a running Weir is ready. */
final class HealthCommand implements Command {

    private static final Option ADMIN = Usage.option(
            "admin",
            "ADDRESS",
            "Address of its admin listener; " + HealthProbe.VARIABLE + ", else " + HealthProbe.DEFAULT_ADDRESS + ".");

    private static final Usage USAGE = new Usage(
            "health",
            "Ask a running Weir whether it is ready for clients.",
            "Asks its admin listener for /health/ready, once, and waits up to 3 seconds.",
            false,
            List.of(ADMIN),
            List.of("weir health --admin 127.0.0.1:9901"));

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(Given given, Console console) throws UsageException {
        Map<String, String> environment = System.getenv();
        String byDefault = environment.getOrDefault(HealthProbe.VARIABLE, HealthProbe.DEFAULT_ADDRESS);
        String address = given.value(ADMIN).orElse(byDefault);
        if (given.value(ADMIN).isPresent() && !HealthProbe.isAddress(address)) {
            throw new UsageException(Usage.flag(ADMIN) + ": " + address + " (expected: an address such as "
                    + HealthProbe.DEFAULT_ADDRESS + ")");
        }
        HealthProbe.Result result = HealthProbe.ask(address);
        console.out().println(Answers.line(result.said()));
        return result.ready() ? ExitCode.OK : ExitCode.NOT_READY;
    }
}
