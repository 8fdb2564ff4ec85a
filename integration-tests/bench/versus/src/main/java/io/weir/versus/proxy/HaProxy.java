package io.weir.versus.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian's HAProxy with one thread, which keeps its connections to the server and shares them between clients.
 *
 * @param programs of which Debian
 */
record HaProxy(String name, Programs programs) implements ProxyKind {

    // The log on standard output is what goes to a file; HAProxy writes none itself.
    private static final String LOG = "log stdout format raw local0 info";

    @Override
    public List<String> packages(Variant variant) {
        return programs.packages("haproxy");
    }

    @Override
    public List<String> prepare(Setup setup) throws IOException {
        Path file = setup.directory().resolve("haproxy.cfg");
        Variant variant = setup.variant();
        // Without strict limits: else it wants two files for each connection, of which an idle client needs one.
        Files.writeString(file, """
                global
                  nbthread 1
                  maxconn %1$d
                  no strict-limits
                defaults
                  mode %2$s
                  timeout connect 5s
                  timeout client %3$s
                  timeout server %3$s
                  %4$s
                listen web
                  bind 127.0.0.1:%5$d backlog 4096
                  %6$s
                  server one 127.0.0.1:%7$d
                """.formatted(
                        12_000,
                        variant.tcp() ? "tcp" : "http",
                        Setup.TIMEOUT,
                        variant.log() ? LOG + "\n  option httplog" : "",
                        setup.port(),
                        variant.tcp() ? "" : "option forwardfor\n  http-reuse always",
                        setup.serverPort()));
        return programs.command("haproxy", "-db", "-f", file.toString());
    }
}
