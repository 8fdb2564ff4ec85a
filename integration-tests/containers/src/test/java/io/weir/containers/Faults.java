package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import io.weir.kit.Eventually;
import java.util.List;

/** What can happen to a server's container: it stands still, dies, loses its network, or its network does what its rules say. */
final class Faults {

    private final Net net;
    private final Box server;
    private Runnable undo = Faults::nothing;

    private Faults(Net net, Box server) {
        this.net = net;
        this.server = server;
    }

    static Faults of(Net net, Box server) {
        return new Faults(net, server);
    }

    /** All is well again, if it was not. */
    void undo() {
        Runnable last = undo;
        undo = Faults::nothing;
        last.run();
    }

    /** Its processes stand still; its kernel goes on taking what fits into sockets. */
    void pause() {
        Docker.client().pauseContainerCmd(server.id()).exec();
        undo = () -> Docker.client().unpauseContainerCmd(server.id()).exec();
    }

    /** Ends its processes at once. Undone, it is started again, at the same address. */
    void kill() {
        Docker.client().killContainerCmd(server.id()).exec();
        undo = () -> Docker.client().startContainerCmd(server.id()).exec();
        Eventually.holds("it is dead", () -> !Boolean.TRUE.equals(server.state().getRunning()));
    }

    /** Pulls the cable. Undone, it has the same address. */
    void unplug() {
        Docker.client()
                .disconnectFromNetworkCmd()
                .withContainerId(server.id())
                .withNetworkId(net.network().getId())
                .withForce(true)
                .exec();
        undo = this::plugIn;
    }

    /** What comes to a port of it is not answered: it is as if it were not there. */
    void swallow(int port) {
        rule(port, "-j DROP");
    }

    /** What comes to a port of it is answered by a reset. */
    void reset(int port) {
        rule(port, "-j REJECT --reject-with tcp-reset");
    }

    /** A part of the packets to a port of it get lost, drawn by lot. */
    void lose(int port, double part) {
        rule(port, "-m statistic --mode random --probability " + part + " -j DROP");
    }

    /** What it sends has no more than this rate. */
    void slowDown(String rate) {
        inside("tc qdisc replace dev " + device() + " root tbf rate " + rate + " burst 16kb latency 200ms");
        undo = this::heal;
    }

    /** How often each rule was followed. */
    List<String> counters() {
        return inside("iptables -vnxL INPUT").lines().toList();
    }

    private void plugIn() {
        Docker.client()
                .connectToNetworkCmd()
                .withContainerId(server.id())
                .withNetworkId(net.network().getId())
                .withContainerNetwork(new ContainerNetwork()
                        .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(server.address())))
                .exec();
    }

    private void heal() {
        inside("iptables -F INPUT; tc qdisc del dev " + device() + " root 2> /dev/null || true");
    }

    private void rule(int port, String rule) {
        inside("iptables -A INPUT -p tcp --dport " + port + " " + rule);
        undo = this::heal;
    }

    /** Its network interface, in words of shell: another one after the cable was pulled. */
    private String device() {
        return "$(ip -o -4 address show to " + server.address() + " | awk '{ print $2 }')";
    }

    /**
     * Runs a line of shell that may change the network of the server's container, in one of its own: no tool and no right is needed
     * on this machine, nor by the server.
     */
    private String inside(String line) {
        try (Box tools = Box.running("bash", "-c", line)
                .inside(server)
                .withCapability(Capability.NET_ADMIN)
                .runToEnd()) {
            assertThat(tools.exitCode()).as("%s%n%s", line, tools.err()).isZero();
            return tools.out();
        }
    }

    private static void nothing() {}
}
