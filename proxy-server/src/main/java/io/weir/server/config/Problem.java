package io.weir.server.config;

import com.typesafe.config.ConfigOrigin;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place file and line, or whatever else it came from
 * @param path the key, from the root
 * @param found what stands there
 * @param expected what could
 * @param suggestion the nearest valid word, if one is near
 */
public record Problem(Place place, String path, String found, String expected, Optional<String> suggestion) {

    /**
     * Where something was read.
     *
     * @param source file as it was named, or a description such as {@code env var PORT}
     * @param line line in the file, from 1; 0 if there is none
     */
    public record Place(String source, int line) implements Comparable<Place> {

        // Of the library: a line, or the first and the last of several.
        private static final Pattern LINES = Pattern.compile(": \\d+(?:-\\d+)?$");

        static Place of(ConfigOrigin origin) {
            String file = origin.filename();
            return file != null ? new Place(file, Math.max(0, origin.lineNumber())) : described(origin);
        }

        // Of the library, for a block that several places have a part of; each is a file and its line.
        private static final Pattern MERGED =
                Pattern.compile("^merge of (.+?): (\\d{1,9})(?:-\\d+)?,.*", Pattern.DOTALL);

        private static Place described(ConfigOrigin origin) {
            Matcher merged = MERGED.matcher(origin.description());
            if (merged.matches()) {
                return new Place(merged.group(1), Integer.parseInt(merged.group(2)));
            }
            int line = Math.max(0, origin.lineNumber());
            String description = origin.description();
            return new Place(
                    line == 0 ? description : LINES.matcher(description).replaceFirst(""), line);
        }

        @Override
        public int compareTo(Place other) {
            int bySource = source.compareTo(other.source);
            return bySource != 0 ? bySource : Integer.compare(line, other.line);
        }

        @Override
        public String toString() {
            return line == 0 ? source : source + ":" + line;
        }
    }

    /** One line: {@code weir.conf:7: weir.buffers.count: -1 (expected: a whole number from 1 to 1000000)}. */
    @Override
    public String toString() {
        String where = path.isEmpty() ? place + ": " : place + ": " + path + ": ";
        String hint = suggestion.map(word -> "; did you mean \"" + word + "\"?").orElse("");
        return where + found + " (expected: " + expected + hint + ")";
    }
}
