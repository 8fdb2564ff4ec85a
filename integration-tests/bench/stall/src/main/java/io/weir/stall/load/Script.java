package io.weir.stall.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.weir.stall.wire.Paths;

/**
 * What one stalled client does.
 *
 * @param head its request head
 * @param firstPart how much of the head it sends before it goes quiet
 * @param uploadBytes how much of the pattern it sends as its body
 * @param downloadBytes how much of the pattern it is to be sent
 * @param verdict whether the origin's verdict on the upload follows
 * @param readsFirst whether it reads {@link #FIRST_BYTES} before it stalls
 */
record Script(String head, int firstPart, long uploadBytes, long downloadBytes, boolean verdict, boolean readsFirst) {

    /** How much of the body a client reads before it stops. */
    static final int FIRST_BYTES = 1024;

    /** The script of a client. Only one that is checked is ever served to the end. */
    static Script of(Crowd crowd, boolean checked) {
        boolean readsFirst = crowd.direction().readsBeforeItStalls();
        long size = crowd.bodyBytes();
        return switch (crowd.direction()) {
            case DOWNLOAD -> whole(head("GET", Paths.BIG + "?" + size, 0, ""), 0, size, readsFirst);
            case UPLOAD ->
                whole(head("POST", checked ? Paths.SINK_HELD : Paths.SINK_NEVER, size, ""), size, 0, readsFirst);
            case TUNNEL -> {
                String path = checked ? Paths.EXCHANGE_HELD : Paths.EXCHANGE_NEVER;
                yield whole(head("POST", path + "?" + size, size, ""), size, size, readsFirst);
            }
            case HEADS -> half(crowd.headBytes());
        };
    }

    private static Script whole(String head, long uploadBytes, long downloadBytes, boolean readsFirst) {
        return new Script(head, head.length(), uploadBytes, downloadBytes, uploadBytes > 0, readsFirst);
    }

    private static Script half(int firstPart) {
        String bare = head("GET", Paths.SMALL, 0, "X-Padding: \r\n");
        String padded = head(
                "GET", Paths.SMALL, 0, "X-Padding: " + "p".repeat(Math.max(1, firstPart - bare.length() + 8)) + "\r\n");
        return new Script(padded, Math.min(firstPart, padded.length() - 4), 0, Paths.SMALL_BYTES, false, false);
    }

    private static String head(String method, String target, long contentLength, String fields) {
        String length = contentLength == 0 ? "" : "Content-Length: " + contentLength + "\r\n";
        return method + " " + target + " HTTP/1.1\r\nHost: stall.test\r\n" + length + fields + "\r\n";
    }

    byte[] headBytes() {
        return head.getBytes(ISO_8859_1);
    }
}
