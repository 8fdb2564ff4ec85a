package io.weir.http;

/** The scheme of a URL (RFC 9110 section 4.2). */
public enum Scheme {
    HTTP("http"),
    HTTPS("https");

    private final String word;

    Scheme(String word) {
        this.word = word;
    }

    /** The scheme as it is written in a URL. */
    public String word() {
        return word;
    }
}
