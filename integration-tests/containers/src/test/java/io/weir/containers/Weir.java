package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.AtRest;
import io.weir.kit.Eventually;
import io.weir.kit.Http;
import io.weir.kit.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.testcontainers.containers.wait.strategy.Wait;

/** A container of the image under test. Clients of this machine come to port 8080 of it, or to more that were asked for. */
final class Weir implements AutoCloseable {

    static final int PORT = 8080;
    static final int ADMIN = 9901;

    private static final String CONFIGURATION = "/etc/weir/weir.conf";

    private final Box box;

    private Weir(Box box) {
        this.box = box;
    }

    /** As the image starts by itself, with a configuration mounted where it looks for one. */
    static Weir configured(Net net, String configuration) {
        return configured(net, configuration, UnaryOperator.identity());
    }

    /** The same, with what else its container is to have. */
    static Weir configured(Net net, String configuration, UnaryOperator<Box> more) {
        return start(more.apply(mounted(configuration).in(net).publish(PORT, ADMIN)));
    }

    /** A container, not started, with a configuration mounted where the image looks for one. */
    static Box mounted(String configuration) {
        return Box.of(Docker.weirImage()).mount(written(configuration), CONFIGURATION);
    }

    /** {@code weir proxy}, before these servers. */
    static Weir proxy(Net net, String to, String... options) {
        return proxy(net, to, UnaryOperator.identity(), options);
    }

    /** The same, with what else its container is to have. */
    static Weir proxy(Net net, String to, UnaryOperator<Box> more, String... options) {
        List<String> command =
                new ArrayList<>(List.of("proxy", "--from", ":" + PORT, "--to", to, "--admin", ":" + ADMIN));
        command.addAll(List.of(options));
        Box box = Box.of(Docker.weirImage())
                .command(command.toArray(String[]::new))
                .in(net)
                .publish(PORT, ADMIN);
        return start(more.apply(box));
    }

    /** Starts a container that was planned, and waits until it is ready. */
    static Weir start(Box box) {
        try {
            return new Weir(
                    box.awaiting(Wait.forHttp("/health/ready").forPort(ADMIN)).start());
        } catch (RuntimeException e) {
            box.close();
            throw e;
        }
    }

    Box box() {
        return box;
    }

    /** Where clients of this machine connect. */
    InetSocketAddress address() {
        return box.published(PORT);
    }

    /** Where clients in the network connect, as a URL. */
    String inner(String path) {
        return "http://" + box.at(PORT) + path;
    }

    /** For a client of this machine. */
    URI url(String path) {
        return url(address(), path);
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(url(path)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return Http.send(request, box::err);
    }

    /** A page of the admin listener. */
    HttpResponse<String> admin(String path) {
        return send(HttpRequest.newBuilder(url(box.published(ADMIN), path)));
    }

    Scrape metrics() {
        return Scrape.of(admin("/metrics"));
    }

    /** The lines of the access log so far. */
    private List<Logged> log() {
        return box.out().lines().map(Logged::new).toList();
    }

    /** Waits for the exchange that had this target to end. */
    Logged logged(String target) {
        return logged("target", target);
    }

    /**
     * Waits for the one exchange to end that is logged with this value of a field. The log comes a little later than the
     * answer, so that with several of them nobody could tell which are still to come.
     */
    Logged logged(String field, String value) {
        Eventually.holds(
                "a line in the access log with " + field + "=" + value,
                () -> log().stream().anyMatch(each -> each.is(field, value)));
        List<Logged> all = log().stream().filter(each -> each.is(field, value)).toList();
        assertThat(all).as("lines of the access log with %s=%s", field, value).hasSize(1);
        return all.get(0);
    }

    /** Waits until it is {@link AtRest}, then makes sure that it has logged no error. */
    void assertAtRest() {
        AtRest.await(this::metrics);
        assertThat(box.err()).doesNotContain("level=ERROR");
    }

    @Override
    public void close() {
        box.close();
    }

    private static URI url(InetSocketAddress address, String path) {
        return URI.create("http://" + address.getHostString() + ":" + address.getPort() + path);
    }

    /** In a file that the user of the image may read, who is nobody here. */
    private static Path written(String configuration) {
        try {
            Path file = Files.createTempFile("weir", ".conf");
            file.toFile().deleteOnExit();
            Files.writeString(file, configuration);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
