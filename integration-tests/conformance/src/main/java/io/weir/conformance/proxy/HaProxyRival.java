package io.weir.conformance.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's HAProxy, with back connections that everybody shares. */
final class HaProxyRival implements Rival {

    @Override
    public String name() {
        return "haproxy";
    }

    @Override
    public List<String> packages() {
        return List.of("haproxy");
    }

    @Override
    public List<String> versionCommand(Path root) {
        return List.of("haproxy", "-v");
    }

    @Override
    public List<String> prepare(Path root, Path directory, List<Way> ways) throws IOException {
        StringBuilder file = new StringBuilder("""
                global
                  nbthread 1
                  maxconn 1000
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 20s
                  timeout server 20s
                  timeout http-request 10s
                  http-reuse always
                """);
        for (int i = 0; i < ways.size(); i++) {
            file.append("""
                    listen way%d
                      bind 127.0.0.1:%d
                      server one 127.0.0.1:%d pool-purge-delay 60s
                    """.formatted(i, ways.get(i).from(), ways.get(i).to()));
        }
        Files.writeString(directory.resolve("haproxy.cfg"), file);
        return List.of("haproxy", "-db", "-f", directory.resolve("haproxy.cfg").toString());
    }
}
