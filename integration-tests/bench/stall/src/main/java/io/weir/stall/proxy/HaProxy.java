package io.weir.stall.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** HAProxy, with a limit of its buffers or without. */
final class HaProxy implements ProxyKind {

    private final String name;
    private final boolean limited;

    HaProxy(String name, boolean limited) {
        this.name = name;
        this.limited = limited;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> packages(boolean tcp) {
        return List.of("haproxy");
    }

    @Override
    public List<String> prepare(Setup setup) throws IOException {
        Path file = setup.directory().resolve("haproxy.cfg");
        // 9,800 connections: twice that and some more fits into 20,000 files.
        Files.writeString(file, """
                global
                  maxconn 9800
                  tune.bufsize 16384
                  tune.sndbuf.client %1$d
                  tune.sndbuf.server %1$d
                  tune.rcvbuf.client %1$d
                  tune.rcvbuf.server %1$d
                  %2$s
                defaults
                  mode %3$s
                  timeout connect 5s
                  timeout client %4$s
                  timeout server %4$s
                  %5$s
                listen web
                  bind 127.0.0.1:%6$d backlog 4096
                  server one 127.0.0.1:%7$d
                """.formatted(
                        setup.socketBufferBytes(),
                        limited ? "tune.buffers.limit " + setup.buffers() : "",
                        setup.tcp() ? "tcp" : "http",
                        Setup.TIMEOUT,
                        setup.tcp() ? "" : "timeout http-request " + Setup.TIMEOUT,
                        setup.port(),
                        setup.originPort()));
        return List.of("haproxy", "-db", "-f", file.toString());
    }
}
