package io.weir.server.launch;

/** How the program ends. Scripts rely on these numbers: they never change. */
public enum ExitCode {
    /** All went well, a stop by SIGTERM or Ctrl-C included in which every exchange came to its end. */
    OK(0, "all went well; also after SIGTERM or Ctrl-C"),
    /** A bug of Weir. */
    UNEXPECTED(1, "an unexpected failure, which is a bug of Weir"),
    /** The command line is wrong. */
    USAGE(2, "the command line is wrong"),
    /** The configuration is wrong. */
    BAD_CONFIGURATION(3, "the configuration is wrong"),
    /** An address is taken, or the like. */
    CANNOT_START(4, "cannot start: an address is in use, or the like"),
    /** Buffers, heap, the JVM's own memory and the sockets exceed what there is, or there are descriptors for too few clients. */
    DOES_NOT_FIT(5, "memory or file descriptors do not suffice for the settings"),
    /** {@code weir health}, {@code weir reload} and {@code weir check --diff} alone. */
    NOT_READY(6, "weir health, reload, check --diff: not ready, or no answer"),
    /** A stop by SIGTERM or Ctrl-C for which {@code timeouts.drain} was too short. */
    BROKEN_OFF(7, "stopped, but exchanges were broken off at the end of timeouts.drain"),
    /** {@code weir reload} and {@code weir check --diff} alone: the whole reload was refused, or would be. */
    NEEDS_RESTART(8, "weir reload, check --diff: a change that needs a restart"),
    /** {@code weir reload} and {@code weir check --diff} alone: no token, a wrong one, or none is configured. */
    NOT_ALLOWED(9, "weir reload, check --diff: the admin listener does not allow it");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the shell sees. */
    public int number() {
        return number;
    }

    /** One line for the help text. */
    public String meaning() {
        return meaning;
    }
}
