package io.weir.server.cli;

/** A command line that is wrong; the message is meant for people. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
