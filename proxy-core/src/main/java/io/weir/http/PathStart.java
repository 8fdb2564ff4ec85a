package io.weir.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What takes the place of the beginning of a path, or of all of it. Immutable. */
public final class PathStart {

    /** The path stays as it is. */
    public static final PathStart SAME = new PathStart("", 0);

    private final byte[] bytes;
    private final int replaced;

    private PathStart(String text, int replaced) {
        bytes = text.getBytes(StandardCharsets.US_ASCII);
        this.replaced = replaced;
    }

    /**
     * A prefix takes the place of another.
     *
     * @param prefix that the path begins with, in whole segments
     * @param other empty, or normal; of a slash at its end the path's own takes the place
     */
    public static PathStart prefix(String prefix, String other) {
        return new PathStart(withoutSlash(other), withoutSlash(prefix).length());
    }

    /** Another path, which must be normal, takes the place of the whole, of {@code replaced} bytes. */
    public static PathStart whole(String path, int replaced) {
        return new PathStart(path, replaced);
    }

    public boolean isSame() {
        return replaced == 0 && bytes.length == 0;
    }

    /** What is written. Do not write into it. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many bytes of the path it takes the place of. */
    public int replaced() {
        return replaced;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathStart start && replaced == start.replaced && Arrays.equals(bytes, start.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + replaced;
    }

    private static String withoutSlash(String prefix) {
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }
}
