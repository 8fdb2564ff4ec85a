package io.weir.server.text;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes JSON. The caller opens, names and closes in an order that makes sense. */
public final class JsonWriter {

    private final Appendable out;
    private boolean needsComma;

    /** Writes a text of its own, which {@link #toString} returns. */
    public JsonWriter() {
        this(new StringBuilder());
    }

    /** Writes to {@code out}, whose exceptions it throws as {@link UncheckedIOException}. */
    public JsonWriter(Appendable out) {
        this.out = out;
    }

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
        put(':');
        needsComma = false;
        return this;
    }

    /** A text. */
    public JsonWriter value(String text) {
        separate();
        put('"');
        text.codePoints().forEach(this::escaped);
        put('"');
        return this;
    }

    /** A whole number. */
    public JsonWriter value(long number) {
        separate();
        put(Long.toString(number));
        return this;
    }

    /** A truth value. */
    public JsonWriter value(boolean truth) {
        separate();
        put(Boolean.toString(truth));
        return this;
    }

    /** A value that is JSON already. */
    public JsonWriter json(String value) {
        separate();
        put(value);
        return this;
    }

    /** What has been written. */
    @Override
    public String toString() {
        return out.toString();
    }

    private JsonWriter open(char bracket) {
        separate();
        put(bracket);
        needsComma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        put(bracket);
        needsComma = true;
        return this;
    }

    private void separate() {
        if (needsComma) {
            put(',');
        }
        needsComma = true;
    }

    private void escaped(int c) {
        if (c == '"' || c == '\\') {
            put('\\');
            put((char) c);
        } else if (c < ' ') {
            put(String.format("\\u%04x", c));
        } else {
            put(Character.toString(c));
        }
    }

    private void put(char c) {
        try {
            out.append(c);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void put(String text) {
        try {
            out.append(text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
