package io.weir.versus.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Short responses to the requests that are sent from here: with a length, and status 200. */
final class Responses {

    private Responses() {}

    /** A GET that keeps its connection. */
    static ByteBuffer request(String path) {
        return StandardCharsets.US_ASCII.encode("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    /** Whether what has been read, up to the position, is a whole response. */
    static boolean isComplete(ByteBuffer read) {
        return isComplete(text(read));
    }

    /** What has been read, up to the position. */
    static String text(ByteBuffer read) {
        return StandardCharsets.US_ASCII.decode(read.duplicate().flip()).toString();
    }

    static boolean isComplete(String text) {
        int end = text.indexOf("\r\n\r\n");
        return end >= 0
                && text.startsWith("HTTP/1.1 200 ")
                && text.length() - end - 4 == length(text.substring(0, end));
    }

    private static int length(String head) {
        return head.lines()
                .map(line -> line.split(": ", 2))
                .filter(parts -> parts[0].equalsIgnoreCase("Content-Length"))
                .mapToInt(parts -> Integer.parseInt(parts[1]))
                .findFirst()
                .orElse(-1);
    }
}
