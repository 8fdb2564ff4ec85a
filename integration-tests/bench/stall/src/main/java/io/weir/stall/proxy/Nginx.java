package io.weir.stall.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** nginx: with the connections and the spooling to disk that Debian sets it up with, or with room for everybody in memory. */
final class Nginx implements ProxyKind {

    private static final int DEBIAN_CONNECTIONS = 768;
    private static final int MANY_CONNECTIONS = 19_000;
    private static final long MOST_SPOOLED_BYTES = 1L << 30;
    private static final String STREAM_MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";

    private final String name;
    private final boolean debian;

    Nginx(String name, boolean debian) {
        this.name = name;
        this.debian = debian;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> packages(boolean tcp) {
        return tcp ? List.of("nginx-light", "libnginx-mod-stream") : List.of("nginx-light");
    }

    @Override
    public List<String> prepare(Setup setup) throws IOException {
        Path directory = setup.directory();
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, """
                %s
                user root;
                daemon off;
                worker_processes auto;
                worker_rlimit_nofile 20000;
                pid %s;
                error_log %s error;
                events { worker_connections %d; }
                %s
                """.formatted(
                        setup.tcp() ? "load_module " + STREAM_MODULE + ";" : "",
                        directory.resolve("nginx.pid"),
                        directory.resolve("error.log"),
                        debian ? DEBIAN_CONNECTIONS : MANY_CONNECTIONS,
                        setup.tcp() ? stream(setup) : http(setup)));
        return List.of(
                "nginx",
                "-p",
                directory.toString(),
                "-e",
                directory.resolve("error.log").toString(),
                "-c",
                file.toString());
    }

    private static String stream(Setup setup) {
        return """
               stream {
                 server {
                   listen 127.0.0.1:%d backlog=4096 %s;
                   proxy_pass 127.0.0.1:%d;
                   proxy_timeout %s;
                 }
               }
               """.formatted(setup.port(), socketBuffers(setup), setup.originPort(), Setup.TIMEOUT);
    }

    private String http(Setup setup) throws IOException {
        return """
               http {
                 access_log off;
                 %1$s
                 client_max_body_size 0;
                 client_header_timeout %2$s;
                 client_body_timeout %2$s;
                 send_timeout %2$s;
                 proxy_read_timeout %2$s;
                 proxy_send_timeout %2$s;
                 # Spooled, a thousand bodies of 100 MB would fill the disk: nothing else bounds them.
                 proxy_request_buffering off;
                 proxy_http_version 1.1;
                 proxy_max_temp_file_size %3$d;
                 server {
                   listen 127.0.0.1:%4$d backlog=4096 %5$s;
                   location / { proxy_pass http://127.0.0.1:%6$d; }
                 }
               }
               """.formatted(
                        temporaryPaths(setup.directory()),
                        Setup.TIMEOUT,
                        spooledBytes(setup),
                        setup.port(),
                        socketBuffers(setup),
                        setup.originPort());
    }

    private static String temporaryPaths(Path directory) {
        List<String> lines = new ArrayList<>();
        for (String what : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
            lines.add(what + "_temp_path " + directory.resolve(what) + ";");
        }
        return String.join("\n  ", lines);
    }

    // For one response. Debian's default is 1 GB, but all of them together must leave the disk most of its space.
    private long spooledBytes(Setup setup) throws IOException {
        long free = Files.getFileStore(setup.directory()).getUsableSpace();
        return debian ? Math.min(MOST_SPOOLED_BYTES, Math.max(1 << 20, free / 8 / Math.max(1, setup.stalled()))) : 0;
    }

    private static String socketBuffers(Setup setup) {
        return "sndbuf=" + setup.socketBufferBytes() + " rcvbuf=" + setup.socketBufferBytes();
    }
}
