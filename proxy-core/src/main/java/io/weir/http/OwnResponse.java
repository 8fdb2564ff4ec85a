package io.weir.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A response that no server is asked for. Immutable. */
public final class OwnResponse {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final byte[] CRLF = latin1("\r\n");
    private static final byte[] NOTHING = {};

    private final int status;
    private final byte[] head;
    private final byte[] body;
    private final boolean hasDate;

    /**
     * A response with these fields; it says itself how long its body is.
     *
     * @param status 200 to 599; with 204 and 304 there is no body
     */
    public OwnResponse(int status, List<FieldLine> fields, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        if (body.length > 0 && !mayHaveBody(status)) {
            throw new IllegalArgumentException("body: " + body.length + " bytes (expected: none with " + status + ")");
        }
        this.status = status;
        head = latin1(head(status, fields, body.length));
        this.body = body.clone();
        hasDate = fields.stream().anyMatch(field -> field.name().equalsIgnoreCase("Date"));
    }

    /** Whether a response of that status may have a body (RFC 9110 sections 15.3.5 and 15.4.5). */
    public static boolean mayHaveBody(int status) {
        return status != NO_CONTENT && status != NOT_MODIFIED;
    }

    public int status() {
        return status;
    }

    /**
     * The response to that method: to HEAD the same head and no body. The array is the caller's.
     *
     * @param connectionFields ready-made field lines about the connection
     */
    public byte[] bytes(Method method, byte[] connectionFields, DateLine date) {
        byte[] dateLine = hasDate ? NOTHING : date.now();
        return concat(head, dateLine, connectionFields, CRLF, method == Method.HEAD ? NOTHING : body);
    }

    private static String head(int status, List<FieldLine> fields, int bodyLength) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + StatusPhrase.of(status) + "\r\n");
        fields.forEach(head::append);
        if (mayHaveBody(status)) {
            head.append("Content-Length: ").append(bodyLength).append("\r\n");
        }
        return head.toString();
    }

    private static byte[] concat(byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
