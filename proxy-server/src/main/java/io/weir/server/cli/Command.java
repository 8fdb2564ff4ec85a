package io.weir.server.cli;

import io.weir.server.launch.ExitCode;
import org.apache.commons.cli.CommandLine;

/** One command of the program. */
interface Command {

    /** How it is used. */
    Usage usage();

    /**
     * Does it.
     *
     * @param given the command line: only what the usage allows, and all that it asks for
     * @throws UsageException if a value cannot be
     */
    ExitCode run(CommandLine given, Console console) throws UsageException, InterruptedException;
}
