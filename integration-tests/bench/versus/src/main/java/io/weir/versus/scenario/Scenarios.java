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

    private static final List<Target> BODIES = List.of(new Target(Quantity.CPU_PER_GB, "haproxy", 1.0));
    private static final List<Target> PINGPONG = List.of(new Target(Quantity.CPU_MICROS, "haproxy", 1.2));
    private static final List<Target> CONNECT = List.of(new Target(Quantity.CPU_MICROS, "haproxy", 1.3));
    private static final int SMALL_BODY = 16 << 10;
    private static final int BIG_BODY = 1 << 20;

    private static final List<Scenario> ALL = List.of(
            get("get-64", "small GET, 64 connections", 64, Variant.HTTP),
            get("get-512", "small GET, 512 connections", 512, Variant.HTTP),
            headers("headers-64", "20 request and 15 response headers, a cookie of 1 kB, 64 connections", Variant.HTTP),
            down("down-16k", "bodies of 16 KiB to the client, 64 connections", SMALL_BODY, Variant.HTTP),
            down("down-1m", "bodies of 1 MiB to the client, 64 connections", BIG_BODY, Variant.HTTP),
            up("up-16k", "bodies of 16 KiB to the server, 64 connections", SMALL_BODY),
            up("up-1m", "bodies of 1 MiB to the server, 64 connections", BIG_BODY),
            tcpPingpong(),
            down("tcp-bulk", "bodies of 1 MiB through TCP mode, 64 connections", BIG_BODY, Variant.TCP),
            connect(),
            new IdleScenario("idle", 10_000),
            new PacedScenario("paced"),
            new PoolScenario("pool"),
            new StartScenario("start"),
            new LoopsScenario("loops", 0),
            new LoopsScenario("loops-quota", 20),
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
        return new WrkScenario(
                name, title, Wrk.get(connections, Server.SMALL), variant, variant.equals(Variant.HTTP), 0, SMALL);
    }

    private static Scenario down(String name, String title, int bytes, Variant variant) {
        return new WrkScenario(name, title, Wrk.get(64, Server.file(bytes)), variant, false, bytes, BODIES);
    }

    private static Scenario up(String name, String title, int bytes) {
        return new WrkScenario(name, title, Wrk.post(64, Server.UPLOAD, bytes), Variant.HTTP, false, bytes, BODIES);
    }

    private static Scenario tcpPingpong() {
        String title = "small GET through TCP mode, 64 connections";
        return new WrkScenario("tcp-pingpong", title, Wrk.get(64, Server.SMALL), Variant.TCP, false, 0, PINGPONG);
    }

    private static Scenario connect() {
        Wrk wrk = Wrk.get(64, Server.SMALL).with(List.of("Connection: close"));
        return new WrkScenario("connect", "small GET, each on a new connection", wrk, Variant.HTTP, false, 0, CONNECT);
    }

    private static Scenario headers(String name, String title, Variant variant) {
        Wrk wrk = Wrk.get(64, Server.HEADERS).with(BrowserHeaders.REQUEST);
        return new WrkScenario(name, title, wrk, variant, variant.equals(Variant.HTTP), 0, SMALL);
    }
}
