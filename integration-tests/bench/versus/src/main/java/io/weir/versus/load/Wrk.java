package io.weir.versus.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * wrk with one thread: as many requests as it can, each connection waiting for its answer.
 *
 * @param path what is asked for
 * @param headers of each request, "name: value"
 * @param script of Lua, for what is no GET
 */
public record Wrk(int connections, String path, List<String> headers, Optional<String> script) {

    // Beyond what it is told: for connecting, and for answers that are late.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public Wrk {
        headers = List.copyOf(headers);
    }

    /** A GET without headers but Host. */
    public static Wrk get(int connections, String path) {
        return new Wrk(connections, path, List.of(), Optional.empty());
    }

    /** The same with these headers. */
    public Wrk with(List<String> more) {
        return new Wrk(connections, path, more, script);
    }

    /**
     * Runs it.
     *
     * @param before what stands before the command, such as what pins it to a core
     */
    public WrkOutput run(List<String> before, InetSocketAddress proxy, Duration duration)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(command(proxy, duration));
        return WrkOutput.parse(Command.run(command, duration.plus(PATIENCE)));
    }

    List<String> command(InetSocketAddress proxy, Duration duration) {
        List<String> command = new ArrayList<>(List.of(
                "wrk", "-t1", "-c" + connections, "-d" + duration.toSeconds() + "s", "--latency", "--timeout", "10s"));
        headers.forEach(header -> command.addAll(List.of("-H", header)));
        script.ifPresent(file -> command.addAll(List.of("-s", file)));
        command.add("http://" + proxy.getAddress().getHostAddress() + ":" + proxy.getPort() + path);
        return command;
    }
}
