package io.weir.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/**
 * The Docker daemon, and what of it is ours.
 *
 * <p>Everything is labelled by the process that started it. It removes by itself what it started, when it ends as well; what a
 * process left behind that was killed, the next one removes before it starts anything. Of a run that goes on beside it nothing is
 * touched.
 */
final class Docker {

    private static final String LABEL = "weir.test.run";
    private static final String OURS = nameOf(ProcessHandle.current());

    private Docker() {}

    /** The daemon, swept. Fails where there is none: a test that did not run must not look like one that passed. */
    static DockerClient client() {
        return Daemon.CLIENT;
    }

    /** The image under test. */
    static String weirImage() {
        return image("weir.image", "docker/build");
    }

    /** The image of all that is not under test. */
    static String serversImage() {
        return image("weir.servers-image", "integration-tests/containers/images");
    }

    /** What marks a container or network as of this run. */
    static Map<String, String> labels() {
        return Map.of(LABEL, OURS);
    }

    private static String image(String property, String maker) {
        String name = System.getProperty(property);
        try {
            client().inspectImageCmd(name).exec();
            return name;
        } catch (NotFoundException e) {
            throw new AssertionError("there is no image " + name + ", which " + maker + " makes", e);
        }
    }

    private static void sweep(DockerClient client) {
        for (Container each : client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(LABEL))
                .exec()) {
            if (isLeftOver(each.getLabels())) {
                client.removeContainerCmd(each.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        }
        for (Network each :
                client.listNetworksCmd().withFilter("label", List.of(LABEL)).exec()) {
            if (isLeftOver(each.getLabels())) {
                client.removeNetworkCmd(each.getId()).exec();
            }
        }
    }

    private static boolean isLeftOver(Map<String, String> labels) {
        String run = labels.get(LABEL);
        long process = Long.parseLong(run.substring(0, run.indexOf('-')));
        return ProcessHandle.of(process).map(Docker::nameOf).filter(run::equals).isEmpty();
    }

    /** Process ids are used again; together with its time of start one is of one process only. */
    private static String nameOf(ProcessHandle process) {
        long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return process.pid() + "-" + started;
    }

    private static final class Daemon {

        static final DockerClient CLIENT = connect();

        private static DockerClient connect() {
            if (!DockerClientFactory.instance().isDockerAvailable()) {
                throw new AssertionError("no Docker daemon answers. Start one (integration-tests/verify does),"
                        + " or leave these tests out by mvn -DskipContainers");
            }
            DockerClient client = DockerClientFactory.instance().client();
            sweep(client);
            return client;
        }
    }
}
