package io.weir.server.cli;

import io.weir.server.config.LoadResult;
import io.weir.server.config.Proposal;
import io.weir.server.config.UnknownNames;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.MemoryExplanation;
import io.weir.server.launch.MemoryPlan;
import io.weir.server.reload.ReloadResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;

/** {@code weir check FILE}: says what is wrong with a configuration, and perhaps what it would change in a running Weir. Starts and changes nothing. */
final class CheckCommand implements Command {

    private static final Option DIFF = Usage.option(
            "diff",
            "ADDRESS",
            "Also ask the Weir with this admin listener, or the absolute path of its Unix socket, what a reload of the file would change there.");
    private static final Option TOKEN_FILE = Usage.option(
            "token-file",
            "TOKEN",
            "For --diff: file with its token for reading or writing; none is needed on a Unix socket.");

    private static final Usage USAGE = new Usage(
            "check",
            "List every problem of a configuration, and start nothing.",
            "Lists the files that were read, and the memory and file descriptors that the configuration needs. With"
                    + " --diff the configuration is sent to the running Weir, with its secrets. Nothing is changed there;"
                    + " the exit code is the one that weir reload would have.",
            true,
            List.of(DIFF, TOKEN_FILE),
            List.of(
                    "weir check weir.conf --diff /run/weir/admin.sock",
                    "weir check weir.conf --diff 127.0.0.1:9901 --token-file token",
                    "weir check weir.conf",
                    "weir.conf:7: weir.buffers.cuont: unknown key (expected: client-share, count,",
                    "reserve, size or stall-quota; did you mean \"count\"?)"));

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public ExitCode run(Given given, Console console) throws UsageException {
        Optional<RunningWeir> running = running(given);
        Proposal proposal = Proposal.of(given.file());
        LoadResult result = proposal.result();
        Report.warnings(console.err(), result.warnings());
        if (result instanceof LoadResult.Rejected rejected) {
            Report.sources(console.err(), rejected.sources());
            Report.problems(console.err(), rejected.problems());
            return ExitCode.BAD_CONFIGURATION;
        }
        ExitCode code = accepted(given.file(), (LoadResult.Accepted) result, console);
        return code == ExitCode.OK && running.isPresent() ? diff(running.get(), proposal, console) : code;
    }

    private static Optional<RunningWeir> running(Given given) throws UsageException {
        Optional<String> address = given.value(DIFF);
        if (address.isPresent()) {
            return Optional.of(RunningWeir.at(address.get(), DIFF, given, TOKEN_FILE));
        }
        if (given.value(TOKEN_FILE).isPresent()) {
            throw new UsageException(
                    Usage.flag(TOKEN_FILE) + ": without effect (expected: " + Usage.labelled(DIFF) + " as well)");
        }
        return Optional.empty();
    }

    private static ExitCode diff(RunningWeir running, Proposal proposal, Console console) {
        String json = proposal.json().orElseThrow();
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Proposal.MOST_BYTES) {
            console.err()
                    .println("weir: cannot be compared: " + bytes + " bytes with all includes (expected: at most "
                            + Proposal.MOST_BYTES + ")");
            return ExitCode.NOT_READY;
        }
        console.out().flush();
        return running.ask("/config/diff", json, RunningWeir.LONGEST, CheckCommand::headline, console);
    }

    private static String headline(ReloadResult result) {
        return switch (result) {
            case TAKEN -> "a reload would take this over";
            case UNCHANGED -> "a reload would change nothing";
            case FAILED -> "failed";
            case REJECTED, NEEDS_RESTART, CANNOT_LISTEN, STOPPING -> "a reload would be refused, " + result.word();
        };
    }

    private static ExitCode accepted(Path file, LoadResult.Accepted accepted, Console console) {
        MemoryPlan plan = MemoryPlan.of(accepted.settings());
        if (!Report.fits(plan, console.err())) {
            return ExitCode.DOES_NOT_FIT;
        }
        console.out().println(file + ": ok; " + plan.budget().summary());
        Report.sources(console.out(), accepted.sources());
        MemoryExplanation.lines(plan).forEach(line -> console.out().println("  " + line));
        plan.notes().forEach(note -> console.out().println("  note: " + note));
        Report.warnings(console.err(), UnknownNames.in(accepted.settings().weir()));
        return ExitCode.OK;
    }
}
