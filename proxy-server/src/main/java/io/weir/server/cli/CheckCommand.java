package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.MemoryPlan;
import io.weir.server.launch.UnknownNames;
import java.nio.file.Path;
import java.util.List;

/** {@code weir check FILE}: says what is wrong with a configuration, and starts nothing. */
final class CheckCommand implements Command {

    private static final Usage USAGE = new Usage(
            "check",
            "List every problem of a configuration, and start nothing.",
            "Lists the files that were read, and the memory and file descriptors that the configuration needs.",
            true,
            List.of(),
            List.of(
                    "weir check weir.conf",
                    "weir.conf:7: weir.buffers.cuont: unknown key (expected: client-share, count,",
                    "reserve, size or stall-quota; did you mean \"count\"?)"));

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(Given given, Console console) {
        LoadResult result = SettingsLoader.load(given.file());
        Report.warnings(console.err(), result.warnings());
        if (result instanceof LoadResult.Rejected rejected) {
            Report.sources(console.err(), rejected.sources());
            Report.problems(console.err(), rejected.problems());
            return ExitCode.BAD_CONFIGURATION;
        }
        return accepted(given.file(), (LoadResult.Accepted) result, console);
    }

    private static ExitCode accepted(Path file, LoadResult.Accepted accepted, Console console) {
        MemoryPlan plan = MemoryPlan.of(accepted.settings());
        if (!plan.budget().fits()) {
            Report.tooLarge(console.err(), plan.budget());
            return ExitCode.DOES_NOT_FIT;
        }
        if (!plan.descriptors().fits()) {
            Report.tooFewDescriptors(console.err(), plan.descriptors());
            return ExitCode.DOES_NOT_FIT;
        }
        console.out().println(file + ": ok; " + plan.budget().summary());
        Report.sources(console.out(), accepted.sources());
        plan.budget().arithmetic().forEach(line -> console.out().println("  " + line));
        console.out().println("  " + plan.descriptors().summary());
        plan.notes().forEach(note -> console.out().println("  note: " + note));
        Report.unknownNames(console.err(), UnknownNames.in(accepted.settings().weir()));
        return ExitCode.OK;
    }
}
