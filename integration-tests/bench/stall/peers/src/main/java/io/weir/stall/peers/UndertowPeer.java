package io.weir.stall.peers;

import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;

/** Undertow as a reverse proxy. */
public final class UndertowPeer {

    private static final int MANY = 10_000;

    private UndertowPeer() {}

    /** Listens on a port of the loopback and forwards to another. */
    public static void main(String[] ports) {
        LoadBalancingProxyClient client = new LoadBalancingProxyClient().setConnectionsPerThread(MANY);
        client.addHost(URI.create("http://127.0.0.1:" + ports[1]));
        Undertow.builder()
                .addHttpListener(Integer.parseInt(ports[0]), "127.0.0.1")
                .setHandler(ProxyHandler.builder().setProxyClient(client).build())
                .build()
                .start();
    }
}
