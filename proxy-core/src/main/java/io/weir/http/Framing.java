package io.weir.http;

/** How the end of a message body is found (RFC 9112 section 6.3). */
public enum Framing {
    /** Not a single byte of body follows the head; also where Content-Length is 0. */
    NONE,
    /** {@link Head#contentLength()} bytes follow, at least one. */
    LENGTH,
    /** A body with a transfer coding that is {@code chunked} follows. */
    CHUNKED,
    /** A response body that ends with the connection. */
    UNTIL_CLOSE
}
