package io.weir.server.config;

import com.typesafe.config.ConfigObject;
import io.weir.http.FieldLine;
import io.weir.http.FieldSyntax;
import java.util.List;
import java.util.Optional;

/** Reads headers that Weir is to write or to remove. What is wrong is noted, and left out. */
final class FieldReader {

    private FieldReader() {}

    /** The lines that a block of names and values stands for. */
    static List<FieldLine> lines(Section section, Key<ConfigObject> key) {
        return section.entries(key).stream()
                .flatMap(entry -> line(entry).stream())
                .toList();
    }

    private static Optional<FieldLine> line(Entry entry) {
        String reserved = FieldSyntax.isToken(entry.name()) ? FieldSyntax.whyReserved(entry.name()) : "";
        Optional<String> value = entry.text().filter(FieldSyntax::isValue);
        if (!FieldSyntax.isToken(entry.name())) {
            entry.refuseName("the name of a header");
        } else if (!reserved.isEmpty()) {
            entry.refuseName("another header, because " + reserved);
        } else if (value.isEmpty()) {
            entry.refuse("the value of a header: visible ASCII, maybe with spaces in it");
        } else {
            return value.map(text -> new FieldLine(entry.name(), text));
        }
        return Optional.empty();
    }
}
