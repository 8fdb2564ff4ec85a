package io.weir.it;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Server and client of the package {@code ws} for Node, which know nothing of a proxy between them. */
final class WebSocketPeers implements AutoCloseable {

    private static final Path SCRIPTS =
            Path.of(System.getProperty("weir.root"), "integration-tests/src/test/websocket");

    private final ChildProcess process;
    private final Path out;
    private final Path err;

    private WebSocketPeers(ChildProcess process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** A server, once it listens. */
    static WebSocketPeers server(Path directory) throws IOException {
        WebSocketPeers server = start(directory, "server.js");
        server.awaitLines(1);
        return server;
    }

    /** A client that opens so many connections and leaves them alone until it is told to go on. */
    static WebSocketPeers idleClient(Path directory, String url, int connections) throws IOException {
        return start(directory, "client.js", "idle", url, Integer.toString(connections));
    }

    /** A client that checks all that a client can see. */
    static Finished check(String url) {
        return Finished.run(command("client.js", "check", url));
    }

    private static WebSocketPeers start(Path directory, String... arguments) throws IOException {
        Path out = directory.resolve(arguments[0] + ".out");
        Path err = directory.resolve(arguments[0] + ".err");
        ProcessBuilder builder = new ProcessBuilder(command(arguments));
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        return new WebSocketPeers(ChildProcess.start(builder), out, err);
    }

    private static List<String> command(String... arguments) {
        if (!Files.isDirectory(SCRIPTS.resolve("node_modules/ws"))) {
            throw new AssertionError("ws is missing, which integration-tests/verify installs");
        }
        List<String> all = new ArrayList<>(List.of(arguments));
        all.set(0, SCRIPTS.resolve(arguments[0]).toString());
        return Tool.NODE.with(all.toArray(String[]::new));
    }

    /** Where the server listens, as a server's address in a configuration. */
    String address() throws IOException {
        return "127.0.0.1:" + awaitLines(1).get(0);
    }

    /** Lets the client go on. */
    void goOn() throws IOException {
        OutputStream in = process.standardInput();
        in.write("\n".getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    /** What it has told, once there are so many lines of it. */
    List<String> awaitLines(int count) throws IOException {
        Eventually.holds(count + " lines in " + out, () -> {
            if (!process.isAlive() && Files.readAllLines(out).size() < count) {
                throw new AssertionError("ended: " + Files.readString(err));
            }
            return Files.readString(out).lines().count() >= count
                    && Files.readString(out).endsWith("\n");
        });
        return Files.readAllLines(out);
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
