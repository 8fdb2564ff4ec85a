package io.weir.stall.peers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/** Vert.x as a reverse proxy. */
public final class VertxPeer {

    private static final int MANY = 10_000;

    private VertxPeer() {}

    /** Listens on a port of the loopback and forwards to another. */
    public static void main(String[] ports) {
        Vertx vertx = Vertx.vertx();
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MANY));
        HttpProxy proxy = HttpProxy.reverseProxy(client).origin(Integer.parseInt(ports[1]), "127.0.0.1");
        vertx.createHttpServer().requestHandler(proxy).listen(Integer.parseInt(ports[0]), "127.0.0.1");
    }
}
