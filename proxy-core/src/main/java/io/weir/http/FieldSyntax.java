package io.weir.http;

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
}
