package io.weir.stall.reload;

import io.weir.stall.wire.Paths;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Configurations for one Weir that differ in everything a reload can change: servers, weights, {@code max-connections}, backends, routes,
 * edits of headers, timeouts and listeners. For one thread.
 */
final class Edits {
    /*
     * The main listener, and the paths of downloads and WebSockets, are in each configuration. The servers of these paths change their names, so that
     * a tunnel or download usually outlives its server. One server of small answers has no max-connections below the number of clients, so that
     * no request waits for a slot until it times out.
     */

    /** Path that Weir itself answers, with the number of the configuration. */
    static final String NUMBER = "/number";

    private static final int SERVERS = 5;
    private static final int ROUTES = 12;

    private final Places places;
    private final Path token;
    private final String watch;
    private final SplittableRandom random;

    /**
     * One file for each number.
     *
     * @param token file with the token for writes
     * @param watch value of {@code reload.watch}, which no reload can change
     */
    Edits(Places places, Path token, String watch, long seed) {
        this.places = places;
        this.token = token;
        this.watch = watch;
        random = new SplittableRandom(seed);
    }

    /** One configuration: its text and the listeners that it has beside the main one. */
    record Edit(int number, String text, List<InetSocketAddress> others) {

        Edit {
            others = List.copyOf(others);
        }
    }

    /** Makes the configuration of that number. Each call makes another one. */
    Edit next(int number) {
        List<InetSocketAddress> others =
                places.others().stream().filter(any -> random.nextBoolean()).toList();
        String text = """
                weir {
                  buffers.count = 256
                  limits.listeners = 8
                  listeners { %s }
                  backends {
                    files.servers.file%d.address = "%s"
                    echo.servers.echo%d.address = "%s"
                %s%s  }
                  timeouts { keep-alive = %ds, server-keep-alive = %ds, response-head = %ds }
                  admin { bind = "%s", tokens.write = "%s" }
                  access-log.format = off
                  reload.watch = %s
                }
                """.formatted(
                        listeners(number, others),
                        random.nextInt(SERVERS),
                        text(places.origin()),
                        random.nextInt(SERVERS),
                        text(places.echo()),
                        servers("web"),
                        servers("spare" + random.nextInt(SERVERS)),
                        30 + random.nextInt(60),
                        20 + random.nextInt(40),
                        60 + random.nextInt(60),
                        text(places.admin()),
                        token,
                        watch);
        return new Edit(number, text, others);
    }

    private String listeners(int number, List<InetSocketAddress> others) {
        StringBuilder listeners = new StringBuilder(listener("main", places.main(), number));
        for (InetSocketAddress other : others) {
            listeners.append(listener("other" + places.others().indexOf(other), other, number));
        }
        return listeners.toString();
    }

    private String listener(String name, InetSocketAddress bind, int number) {
        return """
                %s { bind = "%s", routes = [
                      { path-exact = "%s", respond { body = "%d" } }
                      { path-exact = "%s", backend = files }
                      { path-exact = "%s", backend = echo }
                %s      { backend = web, response-headers { set { X-Number = "%d" }, remove = [ X-Gone-%d ] } }
                    ] }
                """.formatted(
                        name,
                        text(bind),
                        NUMBER,
                        number,
                        Paths.BIG,
                        EchoServer.PATH,
                        routes(),
                        number,
                        random.nextInt(SERVERS));
    }

    private String routes() {
        StringBuilder routes = new StringBuilder();
        for (int route = random.nextInt(ROUTES); route > 0; route--) {
            routes.append("      { path = \"/r%d\", backend = web, request-headers { add { X-Route = \"%d\" } } }%n"
                    .formatted(random.nextInt(1000), route));
        }
        return routes.toString();
    }

    private String servers(String backend) {
        List<String> servers = new ArrayList<>();
        for (int server = 0; server < SERVERS; server++) {
            if (random.nextBoolean()) {
                servers.add("s%d { address = \"%s\", weight = %d, max-connections = %d }"
                        .formatted(server, text(places.origin()), 1 + random.nextInt(8), 1 + random.nextInt(16)));
            }
        }
        servers.add("stays { address = \"%s\", max-connections = %d }"
                .formatted(text(places.origin()), 64 + random.nextInt(64)));
        return "    " + backend + ".servers { " + String.join(", ", servers) + " }\n";
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
