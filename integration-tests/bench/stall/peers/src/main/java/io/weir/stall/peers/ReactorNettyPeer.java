package io.weir.stall.peers;

import org.reactivestreams.Publisher;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.ConnectionProvider;

/** Reactor Netty as a reverse proxy. */
public final class ReactorNettyPeer {

    private static final int MANY = 10_000;

    private ReactorNettyPeer() {}

    /** Listens on a port of the loopback and forwards to another. */
    public static void main(String[] ports) {
        ConnectionProvider connections = ConnectionProvider.builder("origin")
                .maxConnections(MANY)
                .pendingAcquireMaxCount(MANY)
                .build();
        HttpClient client = HttpClient.create(connections).host("127.0.0.1").port(Integer.parseInt(ports[1]));
        HttpServer.create()
                .host("127.0.0.1")
                .port(Integer.parseInt(ports[0]))
                .handle((request, response) -> forward(client, request, response))
                .bindNow()
                .onDispose()
                .block();
    }

    private static Publisher<Void> forward(HttpClient client, HttpServerRequest request, HttpServerResponse response) {
        return client.headers(headers -> headers.add(request.requestHeaders()))
                .request(request.method())
                .uri(request.uri())
                .send(request.receive().retain())
                .response((answer, body) -> response.status(answer.status())
                        .headers(answer.responseHeaders())
                        .send(body.retain()));
    }
}
