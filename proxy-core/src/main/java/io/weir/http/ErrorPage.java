package io.weir.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The complete response to a request that was refused or failed, made once for each reason. The arrays are shared: do
 * not write.
 */
public final class ErrorPage {

    // Bounded, because there is a fixed number of reasons.
    private static final Map<Reason, ErrorPage> PAGES = new ConcurrentHashMap<>();

    private final byte[] persistent;
    private final byte[] persistentHead;
    private final byte[] closing;
    private final byte[] closingHead;

    private ErrorPage(Reason reason) {
        String status = reason.status() + " " + StatusPhrase.of(reason.status());
        String body = status + ": " + reason.word() + "\n";
        String head = "HTTP/1.1 " + status + "\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Length: " + body.length() + "\r\n"
                + "Cache-Control: no-store\r\n";
        persistentHead = ascii(head + "\r\n");
        persistent = ascii(head + "\r\n" + body);
        closingHead = ascii(head + "Connection: close\r\n\r\n");
        closing = ascii(head + "Connection: close\r\n\r\n" + body);
    }

    /** The response with its body. {@code reason} must have a status. */
    public static byte[] of(Reason reason, boolean close) {
        ErrorPage page = page(reason);
        return close ? page.closing : page.persistent;
    }

    /** The response to a HEAD request: the same head, no body. */
    public static byte[] headOnly(Reason reason, boolean close) {
        ErrorPage page = page(reason);
        return close ? page.closingHead : page.persistentHead;
    }

    private static ErrorPage page(Reason reason) {
        return PAGES.computeIfAbsent(reason, ErrorPage::new);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
