package io.weir.reason;

/** Where something happened, or whose doing it was. */
public enum Side {
    /** The client and the connection to it. */
    FRONT("front"),
    /** The server and the connection to it. */
    BACK("back"),
    /** Weir itself. */
    PROXY("proxy");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /** The word, in the log and in metrics. */
    public String word() {
        return word;
    }
}
