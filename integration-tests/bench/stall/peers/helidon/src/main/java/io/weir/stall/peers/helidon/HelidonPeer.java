package io.weir.stall.peers.helidon;

import io.helidon.http.HeaderNames;
import io.helidon.webclient.api.HttpClientRequest;
import io.helidon.webclient.api.HttpClientResponse;
import io.helidon.webclient.api.WebClient;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Helidon as a reverse proxy: a web server whose handler streams through its web client, a virtual thread each. */
public final class HelidonPeer {

    private static final int MANY = 10_000;

    private HelidonPeer() {}

    /** Listens on a port of the loopback and forwards to another. */
    public static void main(String[] ports) {
        WebClient client = WebClient.builder()
                .baseUri("http://127.0.0.1:" + ports[1])
                .connectionCacheSize(MANY)
                .followRedirects(false)
                .sendExpectContinue(false)
                .build();
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(ports[0]))
                .routing(routing -> routing.any((request, response) -> forward(client, request, response)))
                .build()
                .start();
    }

    private static void forward(WebClient client, ServerRequest request, ServerResponse response) throws IOException {
        try (HttpClientResponse answer = send(client, request)) {
            response.status(answer.status());
            answer.headers().stream()
                    .filter(header -> !header.headerName().equals(HeaderNames.CONNECTION))
                    .forEach(response::header);
            try (InputStream body = answer.inputStream();
                    OutputStream out = response.outputStream()) {
                body.transferTo(out);
            }
        }
    }

    private static HttpClientResponse send(WebClient client, ServerRequest request) {
        HttpClientRequest onward =
                client.method(request.prologue().method()).skipUriEncoding(true).uri(target(request));
        request.headers().stream()
                .filter(header -> !header.headerName().equals(HeaderNames.CONNECTION))
                .forEach(onward::header);
        if (!request.content().hasEntity()) {
            return onward.request();
        }
        return onward.outputStream(out -> {
            try (InputStream body = request.content().inputStream();
                    OutputStream onwards = out) {
                body.transferTo(onwards);
            }
        });
    }

    // As it came: parsed and written again, a query such as ?100 becomes ?100=.
    private static String target(ServerRequest request) {
        String query = request.query().rawValue();
        return request.path().rawPath() + (query.isEmpty() ? "" : "?" + query);
    }
}
