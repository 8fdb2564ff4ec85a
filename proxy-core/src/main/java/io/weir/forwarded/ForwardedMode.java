package io.weir.forwarded;

/** In which fields servers are told of the client. */
public enum ForwardedMode {
    /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}. */
    X_FORWARDED,
    /** {@code Forwarded} (RFC 7239). */
    RFC7239,
    /** All of them. */
    BOTH,
    /** None; what others say of it goes no further either. */
    OFF;

    boolean sendsXForwarded() {
        return this == X_FORWARDED || this == BOTH;
    }

    boolean sendsForwarded() {
        return this == RFC7239 || this == BOTH;
    }
}
