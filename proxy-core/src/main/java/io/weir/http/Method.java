package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A request method; those that need no special care are {@link #OTHER}. Methods are case-sensitive. */
public enum Method {
    GET(true, true),
    HEAD(true, true),
    POST(false, false),
    PUT(false, true),
    DELETE(false, true),
    OPTIONS(true, true),
    TRACE(true, true),
    PATCH(false, false),
    CONNECT(false, false),
    /** Any other token; taken to be neither safe nor idempotent. */
    OTHER(false, false);

    private static final Method[] NAMED = {GET, HEAD, POST, PUT, DELETE, OPTIONS, TRACE, PATCH, CONNECT};

    private final boolean safe;
    private final boolean idempotent;
    private final byte[] token;

    Method(boolean safe, boolean idempotent) {
        this.safe = safe;
        this.idempotent = idempotent;
        token = name().getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether it asks for no change on the server (RFC 9110 section 9.2.1). */
    public boolean isSafe() {
        return safe;
    }

    /** Whether sending it twice has the effect of sending it once (RFC 9110 section 9.2.2). */
    public boolean isIdempotent() {
        return idempotent;
    }

    public static Method of(ByteBuffer bytes, int start, int end) {
        for (Method method : NAMED) {
            if (Ascii.equals(bytes, start, end, method.token)) {
                return method;
            }
        }
        return OTHER;
    }
}
