package io.weir.containers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A line of the access log: one exchange that is over.
 *
 * @param line as it was written
 */
record Logged(String line) {

    private static final Pattern FIELD = Pattern.compile("([a-z_]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+))");

    /** The value of a field, without quotes; nothing if there is no such field. */
    String field(String name) {
        return fields().getOrDefault(name, "");
    }

    boolean is(String field, String value) {
        return field(field).equals(value);
    }

    String reason() {
        return field("reason");
    }

    String status() {
        return field("status");
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        FIELD.matcher(line).results().forEach(each -> {
            String quoted = each.group(2);
            fields.put(each.group(1), quoted == null ? each.group(3) : quoted);
        });
        return fields;
    }
}
