package io.weir.forwarded;

import java.nio.charset.StandardCharsets;

/**
 * What a request tells its server of the client, made ready but for the host that was asked for, which the head itself has.
 * Immutable.
 */
public final class ForwardedLines {

    static final ForwardedLines NONE = new ForwardedLines("", Host.UNTOLD, "");

    /** Whether {@code X-Forwarded-Host} tells the host that the head asks for. */
    enum Host {
        TOLD,
        UNTOLD
    }

    private final byte[] lines;
    private final Host host;
    private final byte[] forwarded;

    /**
     * @param lines whole field lines
     * @param forwarded the field line {@code Forwarded} up to where {@code ;host="..."} and the end of the line go; empty if there is to be none
     */
    ForwardedLines(String lines, Host host, String forwarded) {
        this.lines = lines.getBytes(StandardCharsets.ISO_8859_1);
        this.host = host;
        this.forwarded = forwarded.getBytes(StandardCharsets.ISO_8859_1);
    }

    public byte[] lines() {
        return lines;
    }

    public boolean tellsHost() {
        return host == Host.TOLD;
    }

    public byte[] forwarded() {
        return forwarded;
    }
}
