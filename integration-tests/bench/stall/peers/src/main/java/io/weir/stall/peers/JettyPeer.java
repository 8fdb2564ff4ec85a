package io.weir.stall.peers;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty as a reverse proxy. */
public final class JettyPeer {

    private static final int MANY = 10_000;

    private JettyPeer() {}

    /** Listens on a port of the loopback and forwards to another. */
    public static void main(String[] ports) throws Exception {
        String origin = "http://127.0.0.1:" + ports[1];
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(ports[0]));
        server.addConnector(connector);
        server.setHandler(new Roomy(origin));
        server.start();
        server.join();
    }

    private static final class Roomy extends ProxyHandler.Reverse {

        Roomy(String origin) {
            super(request -> HttpURI.from(origin + request.getHttpURI().getPathQuery()));
        }

        @Override
        protected HttpClient newHttpClient() {
            HttpClient client = super.newHttpClient();
            client.setMaxConnectionsPerDestination(MANY);
            return client;
        }
    }
}
