package io.weir.server.launch;

/** What became of a start. */
public sealed interface Launch {

    /** It runs. Whoever has it closes it. */
    record Started(Program program) implements Launch {}

    /** It does not, and nothing is left of the attempt. The message is meant for people. */
    record Failed(String message) implements Launch {}
}
