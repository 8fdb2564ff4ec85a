package io.weir.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The response to a request that was refused or failed. What is always the same is made once for each reason. */
public final class ErrorPage {

    // Bounded, because there is a fixed number of reasons.
    private static final Map<Reason, ErrorPage> PAGES = new ConcurrentHashMap<>();
    private static final byte[] NO_BODY = {};
    private static final byte[] CRLF = ascii("\r\n");

    private final byte[] head;
    private final byte[] body;

    private ErrorPage(Reason reason) {
        String status = reason.status() + " " + StatusPhrase.of(reason.status());
        body = ascii(status + ": " + reason.word() + "\n");
        head = ascii("HTTP/1.1 " + status + "\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + "Cache-Control: no-store\r\n");
    }

    /** The response with its body. {@code reason} must have a status. */
    public static byte[] of(Reason reason, boolean close, DateLine date) {
        ErrorPage page = page(reason);
        return page.whole(close, date, page.body);
    }

    /** The response to a HEAD request: the same head, no body. */
    public static byte[] headOnly(Reason reason, boolean close, DateLine date) {
        return page(reason).whole(close, date, NO_BODY);
    }

    private byte[] whole(boolean close, DateLine date, byte[] end) {
        return concat(head, date.now(), (close ? ConnectionOption.CLOSE : ConnectionOption.NONE).line(), CRLF, end);
    }

    private static byte[] concat(byte[]... pieces) {
        int length = 0;
        for (byte[] piece : pieces) {
            length += piece.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, whole, at, piece.length);
            at += piece.length;
        }
        return whole;
    }

    private static ErrorPage page(Reason reason) {
        return PAGES.computeIfAbsent(reason, ErrorPage::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
