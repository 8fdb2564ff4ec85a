package io.weir.containers;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Network.Ipam;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.testcontainers.containers.Network;

/**
 * A network of containers in which each keeps its address, also while it is away: Weir looks a server's name up once, at start.
 */
final class Net implements AutoCloseable {

    private static final int ATTEMPTS = 20;
    private static final int FIRST_HOST = 10;

    private final Network network;
    private final String prefix;
    private int hosts = FIRST_HOST;

    private Net(Network network, String prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    static Net create() {
        Docker.client();
        for (int attempt = 1; ; attempt++) {
            // Docker tells by a failure which networks are taken.
            String prefix = "10.201." + ThreadLocalRandom.current().nextInt(256) + ".";
            try {
                return create(prefix);
            } catch (DockerException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Net create(String prefix) {
        Network network = Network.builder()
                .createNetworkCmdModifier(command -> {
                    Map<String, String> labels =
                            new HashMap<>(command.getLabels() == null ? Map.of() : command.getLabels());
                    labels.putAll(Docker.labels());
                    command.withLabels(labels)
                            .withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(prefix + "0/24")));
                })
                .build();
        network.getId();
        return new Net(network, prefix);
    }

    Network network() {
        return network;
    }

    /** An address that nobody has. */
    String freeAddress() {
        return prefix + hosts++;
    }

    /** All of its addresses, for a list of trusted peers. */
    String all() {
        return prefix + "0/24";
    }

    @Override
    public void close() {
        network.close();
    }
}
