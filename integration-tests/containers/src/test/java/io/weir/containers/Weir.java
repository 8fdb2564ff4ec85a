package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.testcontainers.containers.wait.strategy.Wait;

/** A container of the image under test. Clients of this machine come to port 8080 of it, or to more that were asked for. */
final class Weir implements AutoCloseable {

    static final int PORT = 8080;
    static final int ADMIN = 9901;

    private static final String CONFIGURATION = "/etc/weir/weir.conf";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

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
        try {
            return HTTP.send(request.timeout(Duration.ofMinutes(1)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(box.err(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A page of the admin listener. */
    HttpResponse<String> admin(String path) {
        return send(HttpRequest.newBuilder(url(box.published(ADMIN), path)));
    }

    Scrape metrics() {
        HttpResponse<String> page = admin("/metrics");
        assertThat(page.statusCode()).as("status of /metrics").isEqualTo(200);
        return new Scrape(page.body());
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

    /** Waits until no buffer is in use and nobody in line, then makes sure that it took no bug to get there. */
    void assertAtRest() {
        Eventually.passes(() -> {
            Scrape now = metrics();
            assertThat(now.count("weir_buffers_leased")).as("leased").isZero();
            assertThat(now.count("weir_buffers_stalled")).as("stalled").isZero();
            assertThat(now.count("weir_buffers_waiting")).as("waiting").isZero();
            assertThat(now.count("weir_backend_waiting"))
                    .as("waiting for a slot")
                    .isZero();
            assertThat(now.count("weir_parked_bytes")).as("parked").isZero();
        });
        Scrape now = metrics();
        assertThat(now.count("weir_buffers_rescued_total")).as("rescued").isZero();
        assertThat(now.count("weir_buffers_leaked_total")).as("leaked").isZero();
        assertThat(now.count("weir_events_unwanted_total"))
                .as("unwanted events")
                .isZero();
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
