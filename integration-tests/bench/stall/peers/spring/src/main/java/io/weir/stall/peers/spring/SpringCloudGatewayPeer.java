package io.weir.stall.peers.spring;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Spring Cloud Gateway, the reactive one, as a reverse proxy. Its connections to the origin have no limit as it comes. */
public final class SpringCloudGatewayPeer {

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0].";

    private SpringCloudGatewayPeer() {}

    /** Listens on a port of the loopback and forwards to another. */
    public static void main(String[] ports) {
        SpringApplication application = new SpringApplication(Gateway.class);
        application.setDefaultProperties(Map.of(
                "server.address",
                "127.0.0.1",
                "server.port",
                ports[0],
                ROUTE + "id",
                "origin",
                ROUTE + "uri",
                "http://127.0.0.1:" + ports[1],
                ROUTE + "predicates[0]",
                "Path=/**"));
        application.run();
    }

    /** What Spring Boot sets up by itself, and nothing else. */
    @EnableAutoConfiguration
    static final class Gateway {}
}
