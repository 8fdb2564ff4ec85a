package io.weir.server.cli;

import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line of Weir. */
public final class Cli {

    private Cli() {}

    /** The commands, ready to be executed; what they start, they start through {@code launcher}. */
    public static CommandLine commands(Launcher launcher, StopSignal stop) {
        Serving serving = new Serving(launcher, stop);
        CommandLine commands = new CommandLine(new WeirCommand())
                .addSubcommand(new RunCommand(serving))
                .addSubcommand(new ProxyCommand(serving))
                .addSubcommand(new CheckCommand())
                .addSubcommand(new HealthCommand())
                .addSubcommand(new DemoCommand(launcher, stop));
        commands.setExecutionExceptionHandler((bug, command, parsed) -> {
            command.getErr().println("weir: a bug: please report this");
            bug.printStackTrace(command.getErr());
            return ExitCode.UNEXPECTED.number();
        });
        describeExitCodes(commands);
        return commands;
    }

    private static void describeExitCodes(CommandLine commands) {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            meanings.put(" " + code.number(), code.meaning());
        }
        describeExitCodes(commands.getCommandSpec(), meanings);
        commands.getSubcommands().values().forEach(command -> describeExitCodes(command.getCommandSpec(), meanings));
    }

    private static void describeExitCodes(CommandSpec spec, Map<String, String> meanings) {
        spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(meanings);
        spec.exitCodeOnInvalidInput(ExitCode.USAGE.number());
        spec.exitCodeOnExecutionException(ExitCode.UNEXPECTED.number());
    }
}
