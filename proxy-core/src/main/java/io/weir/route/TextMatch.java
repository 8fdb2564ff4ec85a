package io.weir.route;

import io.weir.http.NormalPath;
import java.nio.ByteBuffer;

/** What a path or the value of a field must be, so that a route matches. Immutable. */
public sealed interface TextMatch {

    /** Whether the bytes are such a text. Borrows them. */
    boolean matches(ByteBuffer bytes, int start, int end);

    /** Whether every text that {@code other} matches is matched by this. False where that is not known. */
    default boolean covers(TextMatch other) {
        return equals(other);
    }

    /** Any text. */
    record Any() implements TextMatch {

        @Override
        public boolean matches(ByteBuffer bytes, int start, int end) {
            return true;
        }

        @Override
        public boolean covers(TextMatch other) {
            return true;
        }

        @Override
        public String toString() {
            return "*";
        }
    }

    /** One text, byte for byte. */
    record Exact(String text) implements TextMatch {

        @Override
        public boolean matches(ByteBuffer bytes, int start, int end) {
            return Latin1.equals(text, bytes, start, end);
        }

        @Override
        public String toString() {
            return "=" + text;
        }
    }

    /**
     * Paths that begin with these segments.
     *
     * @param path begins with a slash and is normal; {@code /a} and {@code /a/} match {@code /a} and {@code /a/b}, not {@code /ab};
     *     {@code /} matches any path
     */
    record Prefix(String path) implements TextMatch {

        public Prefix {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("pathPrefix: " + path + " (expected: begins with '/')");
            }
            if (!NormalPath.isNormal(path)) {
                throw new IllegalArgumentException("pathPrefix: " + path + " (expected: a normal path)");
            }
        }

        @Override
        public boolean matches(ByteBuffer bytes, int start, int end) {
            int segments = length();
            int given = end - start;
            return given >= segments
                    && Latin1.isAt(path, segments, bytes, start)
                    && (segments == 0 || given == segments || bytes.get(start + segments) == '/');
        }

        @Override
        public boolean covers(TextMatch other) {
            return length() == 0
                    || (other instanceof Prefix prefix && begins(prefix.path + "/"))
                    || (other instanceof Exact exact && begins(exact.text + "/"));
        }

        /** How many bytes of a path it takes, without a slash at the end. */
        public int length() {
            return path.endsWith("/") ? path.length() - 1 : path.length();
        }

        private boolean begins(String segments) {
            return segments.startsWith(path.substring(0, length()) + "/");
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /** Texts that a regular expression matches as a whole. */
    record Expression(Regex regex) implements TextMatch {

        @Override
        public boolean matches(ByteBuffer bytes, int start, int end) {
            return regex.matches(bytes, start, end);
        }

        @Override
        public String toString() {
            return "~" + regex;
        }
    }
}
