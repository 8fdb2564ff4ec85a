package io.weir.server.cli;

import io.weir.server.launch.ExitCode;

/** One command of the program. */
interface Command {

    /** How it is used. */
    Usage usage();

    /**
     * Does it.
     *
     * @throws UsageException if a value cannot be, or is given twice
     */
    ExitCode run(Given given, Console console) throws UsageException, InterruptedException;
}
