package io.weir.versus.proxy;

import java.io.IOException;
import java.util.List;

/**
 * Debian's nginx with one worker, which keeps its connections to the server.
 *
 * @param programs of which Debian
 */
record Nginx(String name, Programs programs) implements ProxyKind {

    @Override
    public List<String> packages(Variant variant) {
        return variant.tcp()
                ? programs.packages("nginx-light", "libnginx-mod-stream")
                : programs.packages("nginx-light");
    }

    @Override
    public List<String> prepare(Setup setup) throws IOException {
        return setup.variant().tcp()
                ? NginxFiles.write(programs, setup.directory(), List.of("ngx_stream_module.so"), stream(setup))
                : NginxFiles.write(programs, setup.directory(), List.of(), http(setup));
    }

    private static String stream(Setup setup) {
        return """
               stream {
                 server {
                   listen 127.0.0.1:%d backlog=4096;
                   proxy_pass 127.0.0.1:%d;
                   proxy_timeout %s;
                 }
               }
               """.formatted(setup.port(), setup.serverPort(), Setup.TIMEOUT);
    }

    // Left different: nginx reads ahead of a client into more buffers, and a file (proxy_buffering, as by default). A
    // request body goes on as
    // it comes, as with the others; by default nginx would write it to a file first.
    private static String http(Setup setup) {
        return """
               http {
                 access_log %1$s;
                 %2$s
                 client_max_body_size 0;
                 keepalive_timeout %3$s;
                 keepalive_requests %4$d;
                 upstream server {
                   server 127.0.0.1:%5$d;
                   keepalive 1024;
                   keepalive_timeout %3$s;
                   keepalive_requests %4$d;
                 }
                 server {
                   listen 127.0.0.1:%6$d backlog=4096;
                   location / {
                     proxy_pass http://server;
                     proxy_http_version 1.1;
                     proxy_set_header Connection "";
                     proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                     proxy_request_buffering off;
                   }
                 }
               }
               """.formatted(
                        setup.variant().log() ? setup.directory().resolve("access.log") + " combined" : "off",
                        NginxFiles.temporaryPaths(setup.directory()),
                        Setup.TIMEOUT,
                        Setup.MANY_REQUESTS,
                        setup.serverPort(),
                        setup.port());
    }
}
