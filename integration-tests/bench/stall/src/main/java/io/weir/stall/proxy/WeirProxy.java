package io.weir.stall.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Weir, as its own launcher starts it. */
final class WeirProxy implements ProxyKind {

    @Override
    public String name() {
        return "weir";
    }

    @Override
    public List<String> packages(boolean tcp) {
        return List.of();
    }

    @Override
    public List<String> prepare(Setup setup) throws IOException {
        Path file = setup.directory().resolve("weir.conf");
        String configuration = """
                weir {
                  buffers.count = %d
                  listeners.web { bind = "127.0.0.1:%d", protocol = %s, backend = origin }
                  backends.origin.servers.one.address = "127.0.0.1:%d"
                  timeouts.request-head = %s
                  admin.bind = "127.0.0.1:%d"
                  # None of the others writes one.
                  access-log.format = off
                }
                """.formatted(
                        setup.buffers(),
                        setup.port(),
                        setup.tcp() ? "tcp" : "http",
                        setup.originPort(),
                        Setup.TIMEOUT,
                        setup.adminPort());
        Files.writeString(file, configuration + String.join("\n", setup.weirOptions()) + "\n");
        return List.of(setup.root().resolve("proxy-server/bin/weir").toString(), "run", file.toString());
    }

    @Override
    public Map<String, String> environment(Setup setup) {
        return Map.of("WEIR_HEAP", setup.heap());
    }

    @Override
    public boolean hasMetrics() {
        return true;
    }
}
