package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What field names and values of ours may be (RFC 9110 section 5). */
public final class FieldSyntax {

    private FieldSyntax() {}

    /** Whether {@code text} is a token, as methods and field names are. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && ByteClass.isToken((byte) c));
    }

    /** Whether {@code text} is a value as we write one: visible ASCII with spaces and tabs in it, but not around it. */
    public static boolean isValue(String text) {
        return text.equals(text.strip()) && text.chars().allMatch(c -> c < 0x80 && ByteClass.isValue((byte) c));
    }

    /** Why a field of that name is not for a route to write or to remove; empty if it is. */
    public static String whyReserved(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1));
        return switch (KnownField.of(bytes, 0, bytes.capacity())) {
            case OTHER, OTHER_FORWARDING, NOMINATED, REPEATED, DATE, SERVER -> "";
            case AUTHORIZATION, PROXY_AUTHORIZATION, WWW_AUTHENTICATE, PROXY_AUTHENTICATE -> "";
            case CONTENT_LENGTH, TRANSFER_ENCODING, TRAILER, FRAMING_LOOK_ALIKE ->
                "it says where a body ends, which follows from the body";
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, UPGRADE ->
                "it is about one connection, and Weir is at the end of both";
            case HOST -> "it says which site is asked for";
            case EXPECT, MAX_FORWARDS -> "Weir acts upon it";
            case VIA, FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, X_FORWARDED_PORT ->
                "Weir writes it";
            case FORWARDING_LOOK_ALIKE -> "servers may take it for the field with hyphens";
        };
    }
}
