package io.weir.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real servers that Weir stands before. */
final class Servers {

    static final int NODE = 8000;
    static final int NODE_TCP = 8001;
    static final int NGINX = 80;
    /** Where nginx expects a header of PROXY protocol, and answers by the client that it tells of. */
    static final int NGINX_PROXIED = 81;

    static final int APACHE = 80;
    static final int REDIS = 6379;
    static final int POSTGRES = 5432;
    static final int PROMETHEUS = 9090;

    /** Bytes of the file "big" of nginx and Apache. */
    static final int BIG = 40_000_000;

    /** Bytes of the file "large": more than a buffer and all sockets on its way take. */
    static final int LARGE = 3_000_000;

    private static final String NGINX_CONFIGURATION = """
            daemon off;
            events { worker_connections 2048; }
            http {
              access_log off;
              keepalive_requests 1000000;
              server { listen 80 backlog=2048; root /srv; }
              server { listen 81 proxy_protocol; location / { return 200 "$proxy_protocol_addr"; } }
            }
            """;

    private static final String APACHE_CONFIGURATION = """
            ServerRoot /etc/apache2
            ServerName apache.test
            PidFile /tmp/apache.pid
            Listen 80
            ErrorLog /dev/stderr
            LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
            LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
            DocumentRoot /srv
            """;

    private static final String FILES = "mkdir -p /srv && cd /srv && head -c " + BIG + " /dev/urandom > big && head -c "
            + LARGE + " /dev/urandom > large && head -c 20000 /dev/zero > page && ";

    private Servers() {}

    /** What {@code src/test/node/server.js} tells. */
    static Box node(Net net, String name) {
        return Box.running("node", "/server.js", name)
                .file("/server.js", read("server.js"))
                .in(net)
                .awaitingPort(NODE)
                .start();
    }

    /** Files "big", "large" and "page". */
    static Box nginx(Net net) {
        return Box.running("bash", "-c", FILES + "exec nginx -c /nginx.conf")
                .file("/nginx.conf", NGINX_CONFIGURATION)
                .in(net)
                .awaitingPort(NGINX)
                .start();
    }

    /** Files "big", "large" and "page". */
    static Box apache(Net net) {
        return Box.running("bash", "-c", FILES + "exec apache2 -f /apache.conf -D FOREGROUND")
                .file("/apache.conf", APACHE_CONFIGURATION)
                .in(net)
                .awaitingPort(APACHE)
                .start();
    }

    static Box redis(Net net) {
        return Box.running("redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--save", "")
                .in(net)
                .awaitingPort(REDIS)
                .start();
    }

    /** The cluster that Debian makes, for anybody. */
    static Box postgres(Net net) {
        return Box.running(
                        "setpriv",
                        "--reuid=postgres",
                        "--regid=postgres",
                        "--init-groups",
                        "bash",
                        "-c",
                        "initdb -A trust /tmp/data > /dev/null && echo 'host all all all trust' >> /tmp/data/pg_hba.conf"
                                + " && exec postgres -D /tmp/data -c listen_addresses='*' -c fsync=off")
                .in(net)
                .awaitingPort(POSTGRES)
                .start();
    }

    /** Scrapes an admin listener every second. */
    static Box prometheus(Net net, String target) {
        return Box.running(
                        "prometheus",
                        "--config.file=/prometheus.yml",
                        "--storage.tsdb.path=/tmp/data",
                        "--web.listen-address=:" + PROMETHEUS)
                .file("/prometheus.yml", """
                        global: { scrape_interval: 1s }
                        scrape_configs:
                          - job_name: weir
                            static_configs: [ { targets: [ "%s" ] } ]
                        """.formatted(target))
                .in(net)
                .publish(PROMETHEUS)
                .awaitingPort(PROMETHEUS)
                .start();
    }

    static String read(String script) {
        try {
            return Files.readString(Path.of("src", "test", "node", script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
