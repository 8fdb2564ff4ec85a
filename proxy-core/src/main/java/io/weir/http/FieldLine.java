package io.weir.http;

/** A field that we write: a name and a value, checked. Its text is the line, with its CRLF. */
public record FieldLine(String name, String value) {

    public FieldLine {
        if (!FieldSyntax.isToken(name)) {
            throw new IllegalArgumentException("name: " + name + " (expected: a token)");
        }
        if (!FieldSyntax.isValue(value)) {
            throw new IllegalArgumentException(
                    "value: " + value + " (expected: visible ASCII, maybe with spaces in it)");
        }
    }

    @Override
    public String toString() {
        return name + ": " + value + "\r\n";
    }
}
