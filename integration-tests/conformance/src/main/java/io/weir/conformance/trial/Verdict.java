package io.weir.conformance.trial;

/** What became of a hostile message; the later, the worse. */
public enum Verdict {
    /** Nothing of it went on. */
    REJECTED("rejected"),
    /** What went on has one reading only. */
    CANONICAL("forwarded canonical"),
    /** What went on can be read in two ways, though nobody here did. */
    AMBIGUOUS("forwarded ambiguous"),
    /** The connection was not closed although the client had ended its bytes. */
    HANG("hang"),
    /** Somebody got an answer that was not theirs or none, or the server saw requests that the proxy did not send. */
    DESYNC("desync");

    private final String words;

    Verdict(String words) {
        this.words = words;
    }

    /** For a table. */
    public String words() {
        return words;
    }

    /** Whether a hardened proxy may do so. */
    public boolean isSafe() {
        return this == REJECTED || this == CANONICAL;
    }
}
