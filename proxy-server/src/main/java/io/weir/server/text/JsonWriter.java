package io.weir.server.text;

/** Writes JSON. Whoever uses it opens, names and closes in an order that makes sense. */
public final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private boolean needsComma;

    /** Begins an object. */
    public JsonWriter object() {
        return open('{');
    }

    /** Ends an object. */
    public JsonWriter endObject() {
        return close('}');
    }

    /** Begins a list. */
    public JsonWriter list() {
        return open('[');
    }

    /** Ends a list. */
    public JsonWriter endList() {
        return close(']');
    }

    /** The name of the value that comes next. */
    public JsonWriter name(String name) {
        value(name);
        out.append(':');
        needsComma = false;
        return this;
    }

    /** A text. */
    public JsonWriter value(String text) {
        separate();
        out.append('"');
        text.codePoints().forEach(this::escaped);
        out.append('"');
        return this;
    }

    /** A whole number. */
    public JsonWriter value(long number) {
        separate();
        out.append(number);
        return this;
    }

    /** A truth value. */
    public JsonWriter value(boolean truth) {
        separate();
        out.append(truth);
        return this;
    }

    /** A value that is JSON already. */
    public JsonWriter json(String value) {
        separate();
        out.append(value);
        return this;
    }

    /** What has been written. */
    @Override
    public String toString() {
        return out.toString();
    }

    private JsonWriter open(char bracket) {
        separate();
        out.append(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        out.append(bracket);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            out.append(',');
        }
        needsComma = true;
    }

    private void escaped(int c) {
        if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
        } else if (c < ' ') {
            out.append(String.format("\\u%04x", c));
        } else {
            out.appendCodePoint(c);
        }
    }
}
