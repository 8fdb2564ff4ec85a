package io.weir.versus.proxy;

import io.weir.versus.load.BrowserHeaders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The server behind the proxies: Debian's nginx with one worker. */
public final class Server {

    /** Answered with 100 bytes and few headers. */
    public static final String SMALL = "/small";

    /** Answered with 100 bytes and the headers of a site. */
    public static final String HEADERS = "/headers";

    /** Takes a body, and answers 204 when it has all of it. */
    public static final String UPLOAD = "/upload";

    /** Length of the small bodies. */
    public static final int SMALL_BYTES = 100;

    // A body is read into memory: on the core of the load, and not to a disk.
    private static final int LARGEST_UPLOAD_KIB = 1100;

    private Server() {}

    /** The Debian packages that it needs. */
    public static List<String> packages() {
        return List.of("nginx-light", "libnginx-mod-http-echo");
    }

    /** A file of so many bytes. */
    public static String file(int bytes) {
        return "/file-" + bytes;
    }

    /**
     * Writes its files and returns the command that runs it in the foreground.
     *
     * @param bodies the sizes of the files that it is going to be asked for
     */
    public static List<String> prepare(Path directory, int port, List<Integer> bodies) throws IOException {
        for (int bytes : bodies) {
            Files.write(directory.resolve(file(bytes).substring(1)), new byte[bytes]);
        }
        return NginxFiles.write(Programs.INSTALLED, directory, List.of("ngx_http_echo_module.so"), """
                http {
                  access_log off;
                  %1$s
                  sendfile on;
                  keepalive_timeout %2$s;
                  keepalive_requests %3$d;
                  server {
                    listen 127.0.0.1:%4$d backlog=4096;
                    root %5$s;
                    location = %6$s { return 200 "%7$s"; }
                    location = %8$s {
                %9$s
                      return 200 "%7$s";
                    }
                    location = %10$s {
                      client_max_body_size 0;
                      client_body_buffer_size %11$dk;
                      echo_read_request_body;
                      echo_status 204;
                      echo_flush;
                    }
                  }
                }
                """.formatted(
                        NginxFiles.temporaryPaths(directory),
                        Setup.TIMEOUT,
                        Setup.MANY_REQUESTS,
                        port,
                        directory,
                        SMALL,
                        "x".repeat(SMALL_BYTES),
                        HEADERS,
                        headers(),
                        UPLOAD,
                        LARGEST_UPLOAD_KIB));
    }

    private static String headers() {
        return BrowserHeaders.RESPONSE.stream()
                .map(header -> header.split(": ", 2))
                .map(parts -> "      add_header " + parts[0] + " \"" + parts[1].replace("\"", "\\\"") + "\";")
                .collect(Collectors.joining("\n"));
    }
}
