package io.weir.it;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.nio.file.Path;

/** Debian's Redis, without persistence. */
final class Redis implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final ChildProcess process;
    private final int port;

    private Redis(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    static Redis start(Path directory) throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Redis started = launch(directory, Ports.free());
            if (started.awaitListening()) {
                return started;
            }
            started.close();
        }
        throw new AssertionError("redis-server has ended " + ATTEMPTS + " times, see " + directory);
    }

    private static Redis launch(Path directory, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Tool.REDIS_SERVER.with(
                "--bind", "127.0.0.1",
                "--port", Integer.toString(port),
                "--dir", directory.toString(),
                "--save", "",
                "--appendonly", "no",
                "--daemonize", "no"));
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.out").toFile());
        return new Redis(ChildProcess.start(builder), port);
    }

    /** Where it listens, as a server's address in a configuration. */
    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.close();
    }

    private boolean awaitListening() {
        Eventually.holds("redis-server listens or has ended", () -> !process.isAlive() || answers());
        return process.isAlive();
    }

    private boolean answers() {
        return Finished.run(Tool.REDIS_CLI.with("-p", Integer.toString(port), "ping"))
                .out()
                .contains("PONG");
    }
}
