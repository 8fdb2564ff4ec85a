package io.weir.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where a redirect leads: a URI with {@code {scheme}}, {@code {host}}, {@code {path}} and {@code {query}} in it, which stand for what
 * the request has. The host has no port, the query has its question mark, or is nothing where there is none. Immutable.
 */
public final class LocationTemplate {
    /*
     * A client chooses path and host of its request, and a link by which somebody else sends it chooses the path. So a template begins
     * such that no path can take the place of the host: with scheme and host, or with a slash and something after it that is none.
     */

    /** What a template may be, in words. */
    public static final String EXPECTED =
            "a URI such as \"https://other.test{path}{query}\", with {scheme}, {host}, {path} and {query}, that begins with scheme and"
                    + " host or with a fixed part of a path";

    private static final Pattern FORM = Pattern.compile("(?:[!#-;=?-\\[\\]_a-z~]|\\{(?:scheme|host|path|query)\\})+");
    private static final Pattern ABSOLUTE = Pattern.compile(
            "(?:https?|\\{scheme\\})://(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\]|\\{host\\})(?::[0-9]{1,5})?(?:[/?#].*|\\{path\\}.*|\\{query\\}.*|)");
    private static final Pattern RELATIVE = Pattern.compile("/[^/{].*");
    private static final Pattern BETWEEN_PARTS = Pattern.compile("(?=\\{)|(?<=\\})");

    private final String text;
    private final List<String> parts;

    private LocationTemplate(String text) {
        this.text = text;
        parts = List.of(BETWEEN_PARTS.split(text));
    }

    /**
     * The template of that text.
     *
     * @throws IllegalArgumentException if it is none, or one by which a client could be sent to a host that is not meant
     */
    public static LocationTemplate of(String text) {
        boolean anchored =
                ABSOLUTE.matcher(text).matches() || RELATIVE.matcher(text).matches();
        if (!anchored || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("to: " + text + " (expected: " + EXPECTED + ")");
        }
        return new LocationTemplate(text);
    }

    /** Whether it takes the host from the request, which then must have one. */
    public boolean needsHost() {
        return parts.contains("{host}");
    }

    /** The location for a request whose path is normal and that came by {@code scheme}. Borrows the bytes. */
    public String location(Head request, ByteBuffer bytes, Scheme scheme) {
        List<String> filled = new ArrayList<>();
        for (String part : parts) {
            filled.add(
                    switch (part) {
                        case "{scheme}" -> scheme.word();
                        case "{host}" -> host(request, bytes);
                        case "{path}" -> path(request, bytes);
                        case "{query}" -> text(bytes, request.pathEnd(), request.targetEnd());
                        default -> part;
                    });
        }
        return String.join("", filled);
    }

    private static String host(Head request, ByteBuffer bytes) {
        String authority = text(bytes, request.authorityStart(), request.authorityEnd());
        int port = authority.lastIndexOf(':');
        return port > authority.lastIndexOf(']') ? authority.substring(0, port) : authority;
    }

    private static String path(Head request, ByteBuffer bytes) {
        String path = text(bytes, request.pathStart(), request.pathEnd());
        return path.equals("*") ? "/" : path;
    }

    private static String text(ByteBuffer bytes, int start, int end) {
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return text;
    }
}
