package io.weir.conformance.corpus;

/** Pieces that the tables are written with. */
final class Requests {

    static final String HIDDEN = Attack.HIDDEN;
    /** A chunk that holds a request, and the last chunk. */
    static final String HIDDEN_IN_CHUNK = Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n0\r\n\r\n";
    /** The end of a chunked body, and a request behind it. */
    static final String HIDDEN_BEHIND_END = "0\r\n\r\n" + HIDDEN;

    private Requests() {}

    /** A head with these field lines, each with its line end, after Host. */
    static String head(String method, String fieldLines) {
        return method + " /asked HTTP/1.1\r\nHost: a\r\nX-Token: asked\r\n" + fieldLines + "\r\n";
    }

    static String post(String fieldLines, String body) {
        return head("POST", fieldLines) + body;
    }

    static String chunked(String body) {
        return post("Transfer-Encoding: chunked\r\n", body);
    }

    static String get(String fieldLines) {
        return head("GET", fieldLines);
    }

    static String line(String requestLine) {
        return requestLine + "\r\nHost: a\r\nX-Token: asked\r\n\r\n";
    }

    static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n";
    }
}
