package io.weir;

/** Weir cannot start: an address is taken, or memory does not suffice. The message is meant for people. */
public final class WeirStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WeirStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
