package io.weir.http;

/** The version of HTTP that a head is written in. */
public enum HttpVersion {
    /** Not known: the head was refused before its version was read, or there is no head, as in TCP mode. */
    UNKNOWN(""),
    HTTP_1_0("1.0"),
    /** Also a higher minor version, as the highest one that is implemented (RFC 9110 section 2.5). */
    HTTP_1_1("1.1");

    private final String number;

    HttpVersion(String number) {
        this.number = number;
    }

    /** The number alone, {@code 1.1}; empty if not known. */
    public String number() {
        return number;
    }
}
