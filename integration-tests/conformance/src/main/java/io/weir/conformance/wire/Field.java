package io.weir.conformance.wire;

/** One field line, without the whitespace around its value. */
public record Field(String name, String value) {

    /** Whether it has this name, in any case. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
