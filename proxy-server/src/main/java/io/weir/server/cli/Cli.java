package io.weir.server.cli;

import io.netty.util.Version;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import io.weir.server.service.ServiceNotices;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** The command line of Weir. */
public final class Cli {

    private final List<Command> commands;
    private final Console console;

    /** Its commands start proxies through {@code launcher}; those that serve until {@code stop} tell {@code notices}. */
    public Cli(Launcher launcher, StopSignal stop, ServiceNotices notices, PrintWriter out, PrintWriter err) {
        Serving serving = new Serving(launcher, stop, notices);
        this.commands = List.of(
                new RunCommand(serving),
                new ProxyCommand(serving),
                new CheckCommand(),
                new HealthCommand(),
                new ReloadCommand(),
                new DemoCommand(launcher, stop));
        this.console = new Console(out, err);
    }

    /** Executes a command line. Gives one of the documented codes, whatever happens. */
    public ExitCode execute(String... arguments) throws InterruptedException {
        try {
            return execute(List.of(arguments));
        } catch (RuntimeException bug) {
            console.err().println("weir: a bug: please report this");
            bug.printStackTrace(console.err());
            return ExitCode.UNEXPECTED;
        }
    }

    private ExitCode execute(List<String> arguments) throws InterruptedException {
        if (arguments.isEmpty()) {
            console.err().println("weir: Missing command");
            new Help(console.err()).program(usages());
            return ExitCode.USAGE;
        }
        String first = arguments.get(0);
        for (Command command : commands) {
            if (command.usage().name().equals(first)) {
                return execute(command, arguments.subList(1, arguments.size()));
            }
        }
        if (first.equals("help") || Usage.asksFor(Usage.HELP, List.of(first))) {
            return help(arguments.subList(1, arguments.size()));
        }
        return first.equals("version") || Usage.asksFor(Usage.VERSION, List.of(first)) ? version() : unknown(first);
    }

    /** {@code weir help}, also of a command. */
    private ExitCode help(List<String> arguments) {
        Optional<Usage> about = usages().stream()
                .filter(usage -> arguments.contains(usage.name()))
                .findFirst();
        Help help = new Help(console.out());
        about.ifPresentOrElse(help::command, () -> help.program(usages()));
        return ExitCode.OK;
    }

    private ExitCode execute(Command command, List<String> arguments) throws InterruptedException {
        if (Usage.asksFor(Usage.HELP, arguments)) {
            new Help(console.out()).command(command.usage());
            return ExitCode.OK;
        }
        if (Usage.asksFor(Usage.VERSION, arguments)) {
            return version();
        }
        try {
            return command.run(command.usage().parse(arguments), console);
        } catch (UsageException wrong) {
            console.err().println("weir: " + wrong.getMessage());
            new Help(console.err()).brief(command.usage());
            return ExitCode.USAGE;
        }
    }

    private ExitCode unknown(String first) {
        List<String> commands = usages().stream().map(Usage::name).sorted().toList();
        List<String> options = List.of(Usage.flag(Usage.HELP), Usage.flag(Usage.VERSION));
        return wrong(
                first.startsWith("-")
                        ? Words.unknown(first, "option", options)
                        : Words.unknown(first, "command", commands));
    }

    private ExitCode wrong(String what) {
        console.err().println("weir: " + what);
        new Help(console.err()).brief();
        return ExitCode.USAGE;
    }

    private ExitCode version() {
        Version netty = Version.identify().get("netty-transport");
        console.out().println("weir " + io.weir.server.launch.Version.current());
        console.out()
                .println("Java " + Runtime.version() + ", Netty "
                        + (netty == null ? "unknown" : netty.artifactVersion()));
        return ExitCode.OK;
    }

    private List<Usage> usages() {
        return commands.stream().map(Command::usage).toList();
    }
}
