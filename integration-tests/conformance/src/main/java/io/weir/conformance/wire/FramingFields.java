package io.weir.conformance.wire;

import io.weir.conformance.wire.Scanner.AmbiguousException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the fields of one message declare about the end of its body, if they declare one thing only. */
record FramingFields(boolean chunked, long length) {

    static final long NO_LENGTH = -1;

    // CGI and its heirs take the underscore for a hyphen.
    private static final Pattern LOOK_ALIKE = Pattern.compile("(?i)(content_length|transfer_encoding)");
    private static final Pattern LENGTH = Pattern.compile("0*[0-9]{1,18}");
    private static final List<String> NOT_AN_OPTION = List.of("content-length", "transfer-encoding", "host");

    static FramingFields of(List<Field> fields, boolean http10) throws AmbiguousException {
        refuseLookAlikes(fields);
        refuseOptions(fields);
        List<String> lengths = values(fields, "Content-Length");
        List<String> codings = values(fields, "Transfer-Encoding");
        check(lengths.isEmpty() || codings.isEmpty(), "both Content-Length and Transfer-Encoding");
        check(lengths.size() < 2, "two Content-Length");
        check(codings.size() < 2, "two Transfer-Encoding");
        check(!http10 || codings.isEmpty(), "Transfer-Encoding in HTTP/1.0");
        for (String length : lengths) {
            check(LENGTH.matcher(length).matches(), "Content-Length: " + length);
        }
        for (String coding : codings) {
            check(coding.equalsIgnoreCase("chunked"), "Transfer-Encoding: " + coding);
        }
        return new FramingFields(!codings.isEmpty(), lengths.isEmpty() ? NO_LENGTH : Long.parseLong(lengths.get(0)));
    }

    /** Refuses, in a trailer section, what would frame or route the message if it were merged into the head. */
    static void refuseInTrailers(List<Field> trailers) throws AmbiguousException {
        refuseLookAlikes(trailers);
        for (String name : NOT_AN_OPTION) {
            check(values(trailers, name).isEmpty(), "a trailer " + name);
        }
    }

    private static void refuseLookAlikes(List<Field> fields) throws AmbiguousException {
        for (Field field : fields) {
            check(!LOOK_ALIKE.matcher(field.name()).matches(), "a look-alike " + field.name());
        }
    }

    private static void refuseOptions(List<Field> fields) throws AmbiguousException {
        for (String value : values(fields, "Connection")) {
            for (String option : value.split(",", -1)) {
                check(!NOT_AN_OPTION.contains(option.trim().toLowerCase(Locale.ROOT)), "Connection: " + value);
            }
        }
    }

    static void check(boolean right, String otherwise) throws AmbiguousException {
        if (!right) {
            throw new AmbiguousException(Latin1.shown(otherwise));
        }
    }

    private static List<String> values(List<Field> fields, String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }
}
