package io.weir.conformance.server;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.FreePorts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real server, in a process of its own, that writes a line {@code port|method target|token} for each request. */
public final class LoggingServer implements Server {

    private final String name;
    private final int port;
    private final Path log;
    private final Child child;

    private LoggingServer(String name, int port, Path log, Child child) {
        this.name = name;
        this.port = port;
        this.log = log;
        this.child = child;
    }

    /** Debian's nginx. */
    public static LoggingServer nginx(Path directory) throws IOException, InterruptedException {
        int port = FreePorts.next();
        write(directory.resolve("nginx.conf"), """
                user root;
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log error;
                events { worker_connections 512; }
                http {
                  log_format seen '$remote_port|$request_method $request_uri|$http_x_token';
                  access_log %1$s/seen.log seen;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  keepalive_requests 1000000;
                  keepalive_timeout 600;
                  client_max_body_size 0;
                  server {
                    listen 127.0.0.1:%2$d;
                    add_header X-Echo $http_x_token always;
                    location / { return 200 "nginx"; }
                  }
                }
                """.formatted(directory, port));
        String file = directory.resolve("nginx.conf").toString();
        return start(
                "nginx",
                directory,
                port,
                List.of("nginx", "-e", directory.resolve("error.log").toString(), "-c", file));
    }

    /** Debian's Apache httpd. */
    public static LoggingServer apache(Path directory) throws IOException, InterruptedException {
        int port = FreePorts.next();
        Path root = Files.createDirectories(directory.resolve("root"));
        write(root.resolve("index.html"), "apache");
        write(directory.resolve("httpd.conf"), """
                ServerRoot %1$s
                ServerName a
                PidFile %1$s/httpd.pid
                Listen 127.0.0.1:%2$d
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule headers_module /usr/lib/apache2/modules/mod_headers.so
                LoadModule dir_module /usr/lib/apache2/modules/mod_dir.so
                StartServers 1
                ServerLimit 1
                ThreadsPerChild 32
                MaxRequestWorkers 32
                User www-data
                Group www-data
                KeepAlive On
                KeepAliveTimeout 600
                MaxKeepAliveRequests 0
                Timeout 20
                ErrorLog %1$s/error.log
                LogFormat "%%{remote}p|%%m %%U%%q|%%{X-Token}i" seen
                CustomLog %1$s/seen.log seen
                Header always set X-Echo "expr=%%{HTTP:X-Token}"
                DocumentRoot %1$s/root
                DirectoryIndex index.html
                FallbackResource /index.html
                """.formatted(directory, port));
        String file = directory.resolve("httpd.conf").toString();
        return start("apache", directory, port, List.of("apache2", "-D", "FOREGROUND", "-f", file));
    }

    /** Node's http, as strict as it is by default, or lenient. */
    public static LoggingServer node(Path directory, Leniency leniency) throws IOException, InterruptedException {
        int port = FreePorts.next();
        Path script = directory.resolve("server.js");
        try (InputStream source = LoggingServer.class.getResourceAsStream("server.js")) {
            Files.write(script, source == null ? new byte[0] : source.readAllBytes());
        }
        List<String> command = List.of(
                "node",
                script.toString(),
                Integer.toString(port),
                directory.resolve("seen.log").toString(),
                leniency.name());
        return start(leniency == Leniency.STRICT ? "node" : "node-lenient", directory, port, command);
    }

    /** Whether Node's parser forgives what it can. */
    public enum Leniency {
        STRICT,
        LENIENT
    }

    private static LoggingServer start(String name, Path directory, int port, List<String> command)
            throws IOException, InterruptedException {
        Path log = directory.resolve("seen.log");
        write(log, "");
        Child child = Child.start(command, Map.of(), directory.resolve("out.log"));
        child.awaitListener(port);
        return new LoggingServer(name, port, log, child);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public List<Seen> seen() throws IOException {
        String all = Files.readString(log, StandardCharsets.ISO_8859_1);
        String whole = all.substring(0, all.lastIndexOf('\n') + 1);
        return whole.lines().map(Seen::parse).toList();
    }

    @Override
    public void close() {
        child.close();
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }
}
