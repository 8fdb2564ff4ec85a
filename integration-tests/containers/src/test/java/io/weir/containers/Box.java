package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import io.weir.kit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** A container: planned, started, used, removed. What is published is so on 127.0.0.1, on a port that Docker chooses. */
final class Box implements AutoCloseable {

    private final GenericContainer<?> container;
    private final Ports ports = new Ports();
    private Optional<String> address = Optional.empty();

    private Box(String image) {
        container = new GenericContainer<>(DockerImageName.parse(image))
                .withLabels(Docker.labels())
                .withStartupTimeout(Eventually.SOON);
    }

    static Box of(String image) {
        return new Box(image);
    }

    /** One of the real servers and clients, which runs this command. */
    static Box running(String... command) {
        return new Box(Docker.serversImage()).command(command);
    }

    /** Where clients and tools are run by {@link #run}. */
    static Box idle(Net net) {
        return running("sleep", "infinity").in(net).start();
    }

    Box command(String... command) {
        container.setCommand(command);
        return this;
    }

    Box in(Net net) {
        String own = net.freeAddress();
        address = Optional.of(own);
        container.withNetwork(net.network());
        return with(command -> command.withIpv4Address(own));
    }

    /** Shares the network of another: the same interfaces, addresses and rules. */
    Box inside(Box other) {
        container.withNetworkMode("container:" + other.id());
        return this;
    }

    Box publish(int... published) {
        for (int port : published) {
            container.addExposedPort(port);
            ports.bind(ExposedPort.tcp(port), Ports.Binding.bindIp("127.0.0.1"));
        }
        return host(host -> host.withPortBindings(ports));
    }

    Box environment(String name, String value) {
        container.withEnv(name, value);
        return this;
    }

    /** A file of its own. */
    Box file(String path, String content) {
        container.withCopyToContainer(Transferable.of(content), path);
        return this;
    }

    /** A file of this machine, mounted; it must be readable by anybody. */
    Box mount(Path file, String path) {
        // Not by Testcontainers, which tries first whether that works, with an image that it pulls.
        return host(host -> host.withBinds(new Bind(file.toString(), new Volume(path), AccessMode.ro)));
    }

    /** A limit of its memory; swap is none. */
    Box memory(int mib) {
        long bytes = mib * 1024L * 1024L;
        return host(host -> host.withMemory(bytes).withMemorySwap(bytes));
    }

    Box readOnly() {
        return host(host -> host.withReadonlyRootfs(true));
    }

    Box withoutCapabilities() {
        return host(host -> host.withCapDrop(Capability.ALL));
    }

    Box withCapability(Capability capability) {
        return host(host -> host.withCapAdd(capability));
    }

    /** A setting of the kernel, for its own network. */
    Box sysctl(String name, String value) {
        return host(host -> host.withSysctls(Map.of(name, value)));
    }

    Box user(String user) {
        return with(command -> command.withUser(user));
    }

    /** Its image's health check, but every second, and one failure is enough. */
    Box checkedEverySecond() {
        long second = Duration.ofSeconds(1).toNanos();
        return with(command ->
                command.withHealthcheck(new HealthCheck().withInterval(second).withRetries(1)));
    }

    Box awaiting(WaitStrategy strategy) {
        container.setWaitStrategy(strategy);
        return this;
    }

    /** Is started once it accepts connections at this port of its own loopback interface. */
    Box awaitingPort(int port) {
        return awaiting(Wait.forSuccessfulCommand("bash -c '< /dev/tcp/127.0.0.1/" + port + "'"));
    }

    Box start() {
        container.start();
        return this;
    }

    /** Runs to its end, whatever its exit code. */
    Box runToEnd() {
        container.setStartupCheckStrategy(new Ended());
        return awaiting(new Nothing()).start();
    }

    String id() {
        return container.getContainerId();
    }

    /** Its address in the network. */
    String address() {
        return address.orElseThrow();
    }

    /** Its address with a port, as a server's in a configuration. */
    String at(int port) {
        return address() + ":" + port;
    }

    /** Where a port of it is published. */
    InetSocketAddress published(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), container.getMappedPort(port));
    }

    ContainerState state() {
        return Docker.client().inspectContainerCmd(id()).exec().getState();
    }

    /** What Docker has found by the health check. */
    String health() {
        return state().getHealth().getStatus();
    }

    /** What the shell would see of it, once it has ended. */
    long exitCode() {
        Eventually.holds("it ends", () -> !Boolean.TRUE.equals(state().getRunning()));
        return state().getExitCodeLong();
    }

    String out() {
        return container.getLogs(OutputType.STDOUT);
    }

    String err() {
        return container.getLogs(OutputType.STDERR);
    }

    /** Runs a command in it to its end. */
    ExecResult run(String... command) {
        try {
            return container.execInContainer(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Runs a line of shell in it, which must succeed. What it wrote to standard output. */
    String shell(String line) {
        ExecResult result = run("bash", "-o", "pipefail", "-c", line);
        assertThat(result.getExitCode())
                .as("%s%n%s%n%s", line, result.getStdout(), result.getStderr())
                .isZero();
        return result.getStdout();
    }

    @Override
    public void close() {
        container.close();
    }

    private Box with(Consumer<CreateContainerCmd> change) {
        container.withCreateContainerCmdModifier(change);
        return this;
    }

    private Box host(Consumer<HostConfig> change) {
        return with(command -> change.accept(command.getHostConfig()));
    }

    /** Started means ended. */
    private static final class Ended extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String id) {
            boolean ended = "exited"
                    .equals(client.inspectContainerCmd(id).exec().getState().getStatus());
            return ended ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
        }
    }

    /** Nothing is waited for. */
    private static final class Nothing extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}
