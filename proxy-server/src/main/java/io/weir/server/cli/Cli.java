package io.weir.server.cli;

import io.netty.util.Version;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.Launcher;
import io.weir.server.launch.StopSignal;
import io.weir.server.service.ServiceNotices;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The command line of Weir. */
public final class Cli {

    private static final String HELP = "help";
    private static final String VERSION = "version";
    private static final List<String> OWN_WORDS = List.of(HELP, VERSION);

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
            return wrong("a command is missing (expected: " + Words.or(words()) + ")");
        }
        String first = arguments.get(0);
        List<String> rest = arguments.subList(1, arguments.size());
        Optional<Command> command = command(first);
        if (command.isPresent()) {
            return execute(command.get(), rest);
        }
        if (first.equals(HELP) || Usage.asksFor(Usage.HELP, List.of(first))) {
            return help(rest);
        }
        return first.equals(VERSION) || Usage.asksFor(Usage.VERSION, List.of(first)) ? version() : unknown(first);
    }

    /** {@code weir help}, also of a command. */
    private ExitCode help(List<String> arguments) {
        if (arguments.size() > 1) {
            return wrong(arguments.get(1) + ": one argument too many");
        }
        String about = arguments.isEmpty() ? HELP : arguments.get(0);
        Optional<Command> command = command(about);
        Help help = new Help(console.out());
        if (command.isPresent()) {
            help.command(command.get().usage());
        } else if (OWN_WORDS.contains(about) || Usage.asksFor(Usage.HELP, arguments)) {
            help.program(commands.stream().map(Command::usage).toList());
        } else {
            return unknown(about);
        }
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
        ExitCode code = run(command, arguments);
        if (code == ExitCode.USAGE) {
            new Help(console.err()).where(command.usage());
        }
        return code;
    }

    private ExitCode run(Command command, List<String> arguments) throws InterruptedException {
        try {
            return command.run(command.usage().parse(arguments), console);
        } catch (UsageException wrong) {
            console.err().println("weir: " + wrong.getMessage());
            return ExitCode.USAGE;
        }
    }

    private ExitCode unknown(String first) {
        List<String> options = List.of(Usage.flag(Usage.HELP), Usage.flag(Usage.VERSION));
        return wrong(
                first.startsWith("-")
                        ? Words.unknown(first, "option", options)
                        : Words.unknown(first, "command", words()));
    }

    private ExitCode wrong(String what) {
        console.err().println("weir: " + what);
        new Help(console.err()).where();
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

    private Optional<Command> command(String name) {
        return commands.stream()
                .filter(command -> command.usage().name().equals(name))
                .findFirst();
    }

    /** Every word that a command line may begin with, sorted. */
    private List<String> words() {
        Stream<String> names = commands.stream().map(command -> command.usage().name());
        return Stream.concat(names, OWN_WORDS.stream()).sorted().toList();
    }
}
