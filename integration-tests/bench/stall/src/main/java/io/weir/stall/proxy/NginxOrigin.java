package io.weir.stall.proxy;

import io.weir.stall.wire.Paths;
import io.weir.stall.wire.Pattern;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Debian's nginx as the server behind the proxies, with capped send buffers. */
public final class NginxOrigin {

    private NginxOrigin() {}

    /** Writes its files and returns the command that runs it in the foreground. */
    public static List<String> prepare(Path directory, int port, long bodyBytes) throws IOException {
        write(directory.resolve(Paths.BIG.substring(1)), bodyBytes);
        write(directory.resolve(Paths.SMALL.substring(1)), Paths.SMALL_BYTES);
        Path file = directory.resolve("nginx.conf");
        Files.writeString(file, """
                user root;
                daemon off;
                worker_rlimit_nofile 20000;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log error;
                events { worker_connections 19000; }
                http {
                  access_log off;
                  sendfile on;
                  send_timeout 10m;
                  server {
                    listen 127.0.0.1:%2$d backlog=4096 sndbuf=64k;
                    root %1$s;
                  }
                }
                """.formatted(directory, port));
        return List.of("nginx", "-e", directory.resolve("error.log").toString(), "-c", file.toString());
    }

    private static void write(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Pattern.write(channel, bytes);
        }
    }
}
