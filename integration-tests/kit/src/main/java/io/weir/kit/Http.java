package io.weir.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Supplier;

/**
 * The HTTP client of tests that want a page and do not care for the bytes on the wire; {@link Wire} is for the others. Speaks HTTP/1.1 only
 * and does not offer an upgrade. Each request has {@link Eventually#SOON} to be answered.
 */
public final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Http() {}

    /**
     * Gets a page.
     *
     * @throws UncheckedIOException if there is no answer
     */
    public static HttpResponse<String> get(URI page) {
        return send(HttpRequest.newBuilder(page), page::toString);
    }

    /**
     * Sends a request and returns the answer with its body as text.
     *
     * @param context describes the server when there is no answer: what it has written to its standard error, say
     * @throws UncheckedIOException if there is no answer
     */
    public static HttpResponse<String> send(HttpRequest.Builder request, Supplier<String> context) {
        try {
            return CLIENT.send(request.timeout(Eventually.SOON).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(context.get(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
