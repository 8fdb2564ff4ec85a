package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.MemoryPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code weir check FILE}: says what is wrong with a configuration, and starts nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        header = "Say what is wrong with a configuration, all of it, and start nothing.",
        footerHeading = "%nExample:%n",
        footer = {
            "  weir check weir.conf",
            "  weir.conf:7: weir.buffers.cuont: unknown key (expected: client-share, count,",
            "  reserve, size or stall-quota; did you mean \"count\"?)"
        })
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "The configuration, in HOCON.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        LoadResult result = SettingsLoader.load(file);
        if (result instanceof LoadResult.Rejected rejected) {
            Report.problems(spec.commandLine().getErr(), rejected.problems());
            return ExitCode.BAD_CONFIGURATION.number();
        }
        return accepted((LoadResult.Accepted) result).number();
    }

    private ExitCode accepted(LoadResult.Accepted accepted) {
        Report.warnings(spec.commandLine().getErr(), accepted.warnings());
        MemoryPlan plan = MemoryPlan.of(accepted.settings());
        if (!plan.budget().fits()) {
            Report.tooLarge(spec.commandLine().getErr(), plan.budget());
            return ExitCode.DOES_NOT_FIT;
        }
        spec.commandLine().getOut().println(file + ": ok; " + plan.budget().summary());
        plan.budget().arithmetic().forEach(line -> spec.commandLine().getOut().println("  " + line));
        plan.notes().forEach(note -> spec.commandLine().getOut().println("  note: " + note));
        return ExitCode.OK;
    }
}
