package io.weir.http;

/** The form of a request target (RFC 9112 section 3.2). There is no authority form, because CONNECT is refused. */
public enum TargetForm {
    /** {@code /path?query}. */
    ORIGIN,
    /** {@code http://authority/path?query}. */
    ABSOLUTE,
    /** {@code *}, with OPTIONS only. */
    ASTERISK
}
