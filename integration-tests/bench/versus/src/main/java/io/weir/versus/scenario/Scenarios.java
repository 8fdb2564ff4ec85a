package io.weir.versus.scenario;

import io.weir.versus.load.BrowserHeaders;
import io.weir.versus.load.Wrk;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Quantity;
import java.util.List;
import java.util.Optional;

/** All scenarios, with the bars that issue 6 sets. */
public final class Scenarios {

    private static final List<Target> SMALL =
            List.of(new Target(Quantity.CPU_MICROS, "haproxy", 1.0), new Target(Quantity.CPU_MICROS, "nginx", 0.9));

    private static final List<Scenario> ALL = List.of(
            get("get-64", "small GET, 64 connections", 64, Variant.HTTP),
            get("get-512", "small GET, 512 connections", 512, Variant.HTTP),
            headers("headers-64", "20 request and 15 response headers, a cookie of 1 kB, 64 connections", Variant.HTTP),
            get("get-64-log", "small GET, 64 connections, access log on", 64, Variant.HTTP_LOG),
            headers("headers-64-log", "as headers-64, access log on", Variant.HTTP_LOG));

    private Scenarios() {}

    /** Those that are run unless others are asked for. */
    public static List<String> names() {
        return ALL.stream().map(Scenario::name).toList();
    }

    /** All of them. */
    public static List<Scenario> all() {
        return ALL;
    }

    /** The one of that name. */
    public static Optional<Scenario> byName(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }

    private static Scenario get(String name, String title, int connections, Variant variant) {
        return new WrkScenario(name, title, Wrk.get(connections, Server.SMALL), variant, 0, SMALL);
    }

    private static Scenario headers(String name, String title, Variant variant) {
        Wrk wrk = Wrk.get(64, Server.HEADERS).with(BrowserHeaders.REQUEST);
        return new WrkScenario(name, title, wrk, variant, 0, SMALL);
    }
}
