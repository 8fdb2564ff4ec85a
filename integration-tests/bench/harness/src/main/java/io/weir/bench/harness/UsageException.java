package io.weir.bench.harness;

/** The command line is wrong; the message says how. */
public final class UsageException extends RuntimeException {

    /** With what is wrong, and what was expected. */
    public UsageException(String message) {
        super(message);
    }
}
