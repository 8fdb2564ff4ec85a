package io.weir.conformance.wire;

import java.util.List;
import java.util.Optional;

/**
 * One HTTP/1 message.
 *
 * @param startLine without its line end
 * @param fields in order
 * @param body without chunk framing
 * @param trailers in order
 * @param bytes as it was on the wire
 */
public record Message(String startLine, List<Field> fields, String body, List<Field> trailers, String bytes) {

    /** All values of a field, in order. */
    public List<String> values(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }

    /** The value of a field, the first where there are several. */
    public Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** Whether there is such a field. */
    public boolean has(String name) {
        return !values(name).isEmpty();
    }

    /** Of a request. */
    public String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    /** Of a request. */
    public String target() {
        return startLine.substring(startLine.indexOf(' ') + 1, startLine.lastIndexOf(' '));
    }

    /** Of a response. */
    public int status() {
        return Integer.parseInt(startLine.substring(9, 12));
    }

    /** Whether it is an interim response. */
    public boolean isInterim() {
        return status() < 200;
    }
}
