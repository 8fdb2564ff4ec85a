package io.weir.conformance.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's nginx, set up as its documentation advises for HTTP/1.1 with idle back connections. */
final class NginxRival implements Rival {

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public List<String> packages() {
        return List.of("nginx-light");
    }

    @Override
    public List<String> versionCommand(Path root) {
        return List.of("nginx", "-v");
    }

    @Override
    public List<String> prepare(Path root, Path directory, List<Way> ways) throws IOException {
        StringBuilder file = new StringBuilder("""
                user root;
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log error;
                events { worker_connections 1000; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  client_max_body_size 0;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_set_header Host $host;
                """.formatted(directory));
        for (int i = 0; i < ways.size(); i++) {
            file.append("""
                      upstream way%1$d { server 127.0.0.1:%3$d; keepalive 8; }
                      server {
                        listen 127.0.0.1:%2$d;
                        location / { proxy_pass http://way%1$d; }
                      }
                    """.formatted(i, ways.get(i).from(), ways.get(i).to()));
        }
        Path conf = directory.resolve("nginx.conf");
        Files.writeString(conf, file.append("}\n"));
        return List.of("nginx", "-e", directory.resolve("error.log").toString(), "-c", conf.toString());
    }
}
