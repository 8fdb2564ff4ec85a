package io.weir.versus.load;

import io.weir.bench.harness.WrkOutput;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * wrk with one thread: as many requests as it can, each connection waiting for its answer.
 *
 * @param path what is asked for
 * @param headers of each request, "name: value"
 * @param uploadBytes of the body of a POST; 0 for a GET
 */
public record Wrk(int connections, String path, List<String> headers, int uploadBytes) {

    // Beyond what it is told: for connecting, and for answers that are late.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public Wrk {
        headers = List.copyOf(headers);
    }

    /** A GET without headers but Host. */
    public static Wrk get(int connections, String path) {
        return new Wrk(connections, path, List.of(), 0);
    }

    /** A POST of so many bytes. */
    public static Wrk post(int connections, String path, int bytes) {
        return new Wrk(connections, path, List.of(), bytes);
    }

    /** The same with these headers. */
    public Wrk with(List<String> more) {
        return new Wrk(connections, path, more, uploadBytes);
    }

    /**
     * Runs it.
     *
     * @param before what stands before the command, such as what pins it to a core
     * @param directory for its files
     */
    public WrkOutput run(List<String> before, Path directory, InetSocketAddress proxy, Duration duration)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(command(directory, proxy, duration));
        return WrkOutput.parse(Command.run(command, duration.plus(PATIENCE)));
    }

    List<String> command(Path directory, InetSocketAddress proxy, Duration duration) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "wrk", "-t1", "-c" + connections, "-d" + duration.toSeconds() + "s", "--latency", "--timeout", "10s"));
        headers.forEach(header -> command.addAll(List.of("-H", header)));
        if (uploadBytes > 0) {
            command.addAll(List.of("-s", script(directory).toString()));
        }
        command.add("http://" + proxy.getAddress().getHostAddress() + ":" + proxy.getPort() + path);
        return command;
    }

    private Path script(Path directory) throws IOException {
        return Files.writeString(directory.resolve("post-" + uploadBytes + ".lua"), """
                wrk.method = "POST"
                wrk.body = string.rep("x", %d)
                """.formatted(uploadBytes));
    }
}
