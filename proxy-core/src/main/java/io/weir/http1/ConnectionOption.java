package io.weir.http1;

import java.nio.charset.StandardCharsets;

/** What a response tells its client about the connection. */
public enum ConnectionOption {
    /** Nothing: the default of the client's version holds. */
    NONE(""),
    /** This was the last response. */
    CLOSE("Connection: close\r\n"),
    /** The connection stays open, for a client of HTTP/1.0 that asked for it. */
    KEEP_ALIVE("Connection: keep-alive\r\n");

    private final byte[] line;

    ConnectionOption(String line) {
        this.line = line.getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] line() {
        return line;
    }
}
