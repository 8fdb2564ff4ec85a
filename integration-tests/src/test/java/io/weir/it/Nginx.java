package io.weir.it;

import io.weir.kit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's nginx, serving the files of a directory. What is PUT below {@code /upload/} becomes one. */
final class Nginx implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final ChildProcess process;
    private final Path files;
    private final int port;

    private Nginx(ChildProcess process, Path files, int port) {
        this.process = process;
        this.files = files;
        this.port = port;
    }

    static Nginx start(Path directory) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Nginx started = launch(directory, Ports.free());
            if (started.awaitListening()) {
                return started;
            }
            started.close();
            if (attempt == ATTEMPTS) {
                throw new AssertionError("nginx: " + Files.readString(directory.resolve("error.log")));
            }
        }
    }

    private static Nginx launch(Path directory, int port) throws IOException {
        Path files = Files.createDirectories(directory.resolve("files"));
        Path configuration = directory.resolve("nginx.conf");
        Files.writeString(configuration, configuration(directory, files, port));
        ProcessBuilder builder = new ProcessBuilder(
                Tool.NGINX.with("-p", directory.toString(), "-c", configuration.toString(), "-e", "error.log"));
        builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("nginx.out").toFile());
        return new Nginx(ChildProcess.start(builder), files, port);
    }

    private static String configuration(Path directory, Path files, int port) {
        return """
                user root;
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                events { worker_connections 4096; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%3$d backlog=2048;
                    root %2$s;
                    client_max_body_size 0;
                    location /upload/ { dav_methods PUT; create_full_put_path on; }
                  }
                }
                """.formatted(directory, files, port);
    }

    /** Where it listens, as a server's address in a configuration. */
    String address() {
        return "127.0.0.1:" + port;
    }

    /** A file that it serves. */
    Path file(String name) {
        return files.resolve(name);
    }

    @Override
    public void close() {
        process.close();
    }

    /** Whether it listens; not if it has ended because somebody else took the port. */
    private boolean awaitListening() {
        Eventually.holds("nginx listens or has ended", () -> !process.isAlive() || Ports.isListening(port));
        return process.isAlive();
    }
}
