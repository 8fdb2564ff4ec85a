package io.weir.stall.soak;

/** The proxy has answered what it should not have, or bytes are not what was sent. */
public final class ViolationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    ViolationException(String message) {
        super(message);
    }
}
