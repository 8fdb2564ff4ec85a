package io.weir.testing.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A request or response as it came off the wire, read by a reader that is as naive as can be. */
public final class HttpMessage {

    private final String startLine;
    private final List<String> fieldLines;
    private final byte[] body;
    private final List<String> trailerLines;

    private HttpMessage(String startLine, List<String> fieldLines, byte[] body, List<String> trailerLines) {
        this.startLine = startLine;
        this.fieldLines = fieldLines;
        this.body = body;
        this.trailerLines = trailerLines;
    }

    /** A request line or status line. */
    public String startLine() {
        return startLine;
    }

    /** The method of a request. */
    public String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    /** The target of a request. */
    public String target() {
        return startLine.split(" ", -1)[1];
    }

    /** The status of a response. */
    public int status() {
        return Integer.parseInt(startLine.substring(9, 12));
    }

    /** All field lines, as they came. */
    public List<String> fieldLines() {
        return fieldLines;
    }

    /** The values of all fields of this name. */
    public List<String> fields(String name) {
        return fieldLines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The value of the only field of this name; empty if there is none. */
    public String field(String name) {
        List<String> values = fields(name);
        if (values.size() > 1) {
            throw new AssertionError(name + " more than once: " + fieldLines);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    public boolean has(String name) {
        return !fields(name).isEmpty();
    }

    /** The body without its framing. */
    public byte[] body() {
        return body.clone();
    }

    public String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    public List<String> trailerLines() {
        return trailerLines;
    }

    @Override
    public String toString() {
        return startLine + " " + fieldLines + " and " + body.length + " bytes";
    }

    static HttpMessage readRequest(InputStream in) throws IOException {
        HttpMessage head = readHead(in);
        return head.readBody(in, false);
    }

    static HttpMessage readResponse(InputStream in, String requestMethod) throws IOException {
        HttpMessage head = readHead(in);
        int status = head.status();
        boolean bodiless = requestMethod.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return bodiless ? head : head.readBody(in, true);
    }

    static HttpMessage readHead(InputStream in) throws IOException {
        String startLine = readLine(in);
        return new HttpMessage(startLine, readFieldLines(in), new byte[0], List.of());
    }

    private HttpMessage readBody(InputStream in, boolean untilEndOtherwise) throws IOException {
        if (field("Transfer-Encoding").equals("chunked")) {
            byte[] payload = readChunks(in);
            return new HttpMessage(startLine, fieldLines, payload, readFieldLines(in));
        }
        byte[] payload;
        if (has("Content-Length")) {
            payload = readExactly(in, Integer.parseInt(field("Content-Length")));
        } else {
            payload = untilEndOtherwise ? in.readAllBytes() : new byte[0];
        }
        return new HttpMessage(startLine, fieldLines, payload, List.of());
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (; ; ) {
            String line = readLine(in);
            int extension = line.indexOf(';');
            int size = Integer.parseInt(extension < 0 ? line : line.substring(0, extension), 16);
            if (size == 0) {
                return payload.toByteArray();
            }
            payload.write(readExactly(in, size));
            String end = readLine(in);
            if (!end.isEmpty()) {
                throw new AssertionError("behind a chunk: " + end);
            }
        }
    }

    private static byte[] readExactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("end after " + bytes.length + " of " + count + " bytes of a body");
        }
        return bytes;
    }

    private static List<String> readFieldLines(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            lines.add(line);
        }
        return lines;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("end within a head, after: " + line);
            }
            line.append((char) next);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new AssertionError("a line that does not end in CR LF: " + line);
        }
        return line.substring(0, line.length() - 1);
    }
}
