package io.weir.route;

import io.weir.http.Head;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * A field that a request must have, so that a route matches. Of several of that name one is enough.
 *
 * @param name in lower case
 * @param value what it must be
 */
public record FieldMatch(String name, TextMatch value) {

    public FieldMatch {
        if (!name.equals(name.toLowerCase(Locale.ROOT)) || name.isEmpty()) {
            throw new IllegalArgumentException("name: " + name + " (expected: a name in lower case)");
        }
    }

    boolean matches(Head head, ByteBuffer bytes) {
        for (int field = 0; field < head.fieldCount(); field++) {
            if (Latin1.equalsIgnoringCase(name, bytes, head.nameStart(field), head.nameEnd(field))
                    && value.matches(bytes, head.valueStart(field), head.valueEnd(field))) {
                return true;
            }
        }
        return false;
    }

    boolean covers(FieldMatch other) {
        return name.equals(other.name) && value.covers(other.value);
    }
}
