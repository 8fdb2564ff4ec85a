package io.weir.it;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's HAProxy, with what is to stand behind its global settings; {@code {PORT}} there is the port that it gets. */
final class Haproxy implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final ChildProcess process;
    private final Path out;
    private final int port;

    private Haproxy(ChildProcess process, Path out, int port) {
        this.process = process;
        this.out = out;
        this.port = port;
    }

    static Haproxy start(Path directory, String configuration) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Haproxy started = launch(directory, configuration, Ports.free());
            if (started.awaitListening()) {
                return started;
            }
            started.close();
            if (attempt == ATTEMPTS) {
                throw new AssertionError("haproxy: " + Files.readString(started.out));
            }
        }
    }

    private static Haproxy launch(Path directory, String configuration, int port) throws IOException {
        Path file = directory.resolve("haproxy.cfg");
        Path out = directory.resolve("haproxy.out");
        String defaults = """
                defaults
                  mode http
                  timeout connect 10s
                  timeout client 60s
                  timeout server 60s
                """;
        Files.writeString(file, defaults + configuration.replace("{PORT}", Integer.toString(port)));
        ProcessBuilder builder = new ProcessBuilder(Tool.HAPROXY.with("-db", "-f", file.toString()));
        builder.redirectErrorStream(true).redirectOutput(out.toFile());
        return new Haproxy(ChildProcess.start(builder), out, port);
    }

    /** Where it listens, as a server's address in a configuration. */
    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
    }

    /** Whether it listens; not if it has ended because somebody else took the port. */
    private boolean awaitListening() {
        Eventually.holds("haproxy listens or has ended", () -> !process.isAlive() || Ports.isListening(port));
        return process.isAlive();
    }
}
