package io.weir.stall.soak;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.FreePorts;
import io.weir.bench.harness.Machine;
import io.weir.stall.measure.Metrics;
import io.weir.stall.measure.PoolLevels;
import io.weir.stall.origin.OriginProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Weir under clients of all kinds at once, in cycles: load, the death and return of its server in the middle of it, then rest.
 * During the load every byte is verified and the pool is watched; at rest nothing may be left, and heap and files must be what
 * they were.
 */
public final class Soak {

    private static final Duration LOAD = Duration.ofSeconds(100);
    private static final Duration DOWN = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(70);
    private static final int BUFFERS = 16;
    private static final long HEAP_SLACK = 2L << 20;

    private final Path root;
    private final int cycles;
    private final SplittableRandom random;
    private final Path directory;
    private final int originPort = FreePorts.next();
    private final InetSocketAddress http = loopback(FreePorts.next());
    private final InetSocketAddress tcp = loopback(FreePorts.next());
    private final InetSocketAddress admin = loopback(FreePorts.next());
    private final Weather weather = new Weather();
    private final List<Client> clients = new ArrayList<>();
    private final List<Rest> rests = new ArrayList<>();
    private volatile boolean loading;
    private int mostLeased;

    /** What was left after a cycle. */
    private record Rest(long heapBytes, long residentBytes, int files) {}

    private Soak(Path root, int cycles, long seed) throws IOException {
        this.root = root;
        this.cycles = cycles;
        random = new SplittableRandom(seed);
        directory = Files.createDirectories(root.resolve("integration-tests/bench/stall/target/soak"));
        add(16, "browse", Behaviours::browse, false);
        add(6, "pipeline", Behaviours::pipeline, false);
        add(10, "hesitate", Behaviours::hesitate, false);
        add(8, "download", Behaviours::download, false);
        add(6, "break off", Behaviours::breakOff, true);
        add(6, "upload", Behaviours::upload, false);
        add(6, "abandon upload", Behaviours::abandonUpload, true);
        add(2, "babble", Behaviours::babble, false);
        add(80, "stall", Behaviours::stall, true);
        addTo(tcp, 4, "tunnel", Behaviours::download, false);
        addTo(tcp, 4, "tunnel up", Behaviours::upload, false);
        addTo(tcp, 10, "tunnel stall", Behaviours::stall, true);
    }

    /** Runs cycles of two minutes. Whether nothing was wrong. */
    public static boolean run(Path root, int minutes, long seed) throws IOException, InterruptedException {
        return new Soak(root, Math.max(2, minutes / 2), seed).run();
    }

    private void add(int threads, String kind, Behaviour behaviour, boolean mayBeCutOff) {
        addTo(http, threads, kind, behaviour, mayBeCutOff);
    }

    private void addTo(InetSocketAddress proxy, int threads, String kind, Behaviour behaviour, boolean mayBeCutOff) {
        for (int i = 0; i < threads; i++) {
            clients.add(new Client(kind, behaviour, proxy, mayBeCutOff));
        }
    }

    private boolean run() throws IOException, InterruptedException {
        Child origin = OriginProcess.start(originPort, directory.resolve("origin.log"));
        try (Child proxy = Child.start(command(), Map.of("WEIR_HEAP", "64m"), directory.resolve("log"))) {
            proxy.awaitListener(http.getPort());
            System.out.println("cycle  connections  cut off  leased  heap MiB  RSS MiB  files  wrong");
            for (int cycle = 1; cycle <= cycles && proxy.isAlive(); cycle++) {
                origin = load(origin);
                rest(proxy);
                tell(cycle);
            }
            return verdict(proxy.isAlive());
        } finally {
            origin.close();
        }
    }

    private Child load(Child origin) throws IOException, InterruptedException {
        weather.begin();
        loading = true;
        List<Thread> threads = clients.stream().map(this::start).toList();
        long end = System.nanoTime() + LOAD.toNanos();
        watchUntil(end - LOAD.toNanos() / 2);
        weather.turnRough();
        origin.close();
        Thread.sleep(DOWN.toMillis());
        Child next = OriginProcess.start(originPort, directory.resolve("origin.log"));
        watchUntil(end);
        weather.end();
        loading = false;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join();
        }
        return next;
    }

    private Thread start(Client client) {
        SplittableRandom own = random.split();
        Thread thread = new Thread(
                () -> {
                    while (loading) {
                        client.run(own, weather);
                    }
                },
                client.kind());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void watchUntil(long endNanos) throws InterruptedException {
        while (System.nanoTime() - endNanos < 0) {
            PoolLevels.scrape(admin).ifPresentOrElse(this::check, () -> weather.violation("no metrics"));
            Thread.sleep(500);
        }
    }

    private void check(PoolLevels levels) {
        mostLeased = Math.max(mostLeased, levels.leased());
        if (levels.leased() > levels.limit() || levels.bugs() > 0) {
            weather.violation(levels.toString());
        }
    }

    private void rest(Child proxy) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_REST.toNanos();
        while (!isAtRest() && System.nanoTime() - end < 0) {
            Thread.sleep(200);
        }
        if (!isAtRest()) {
            weather.violation("not at rest: " + PoolLevels.scrape(admin));
        }
        new ProcessBuilder("jcmd", Long.toString(proxy.handle().pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        double heap = Metrics.scrape(admin)
                .map(metrics -> metrics.sum("jvm_memory_used_bytes{area=\"heap\""))
                .orElse(0.0);
        rests.add(new Rest((long) heap, Machine.residentBytes(proxy.handle()), files(proxy)));
    }

    private boolean isAtRest() {
        return PoolLevels.scrape(admin)
                .filter(levels -> levels.isQuiet() && levels.sessions() == 0 && levels.parkedBytes() == 0)
                .isPresent();
    }

    private static int files(Child proxy) {
        String[] files = new File("/proc/" + proxy.handle().pid() + "/fd").list();
        return files == null ? 0 : files.length;
    }

    private void tell(int cycle) {
        Rest rest = rests.get(rests.size() - 1);
        System.out.printf(
                Locale.ROOT,
                "%5d %12d %8d %7d %9.1f %8d %6d %6d%n",
                cycle,
                clients.stream().mapToLong(Client::done).sum(),
                clients.stream().mapToLong(Client::cut).sum(),
                mostLeased,
                rest.heapBytes() / 1048576.0,
                rest.residentBytes() >> 20,
                rest.files(),
                weather.violations());
    }

    // The first cycle warms up: what it leaves is what there may be.
    private boolean verdict(boolean alive) {
        Rest first = rests.get(0);
        Rest last = rests.get(rests.size() - 1);
        if (!alive) {
            weather.violation("the proxy has died");
        }
        if (last.heapBytes() > first.heapBytes() + HEAP_SLACK) {
            weather.violation("heap grows: " + first.heapBytes() + ", then " + last.heapBytes());
        }
        for (String kind : clients.stream().map(Client::kind).distinct().toList()) {
            System.out.printf(Locale.ROOT, "%-15s %8d done %8d cut off%n", kind, sum(kind, true), sum(kind, false));
        }
        weather.firstViolations().forEach(violation -> System.out.println("WRONG  " + violation));
        System.out.println(
                weather.violations() == 0 ? "nothing was wrong" : weather.violations() + " things were wrong");
        return weather.violations() == 0;
    }

    private long sum(String kind, boolean done) {
        return clients.stream()
                .filter(client -> client.kind().equals(kind))
                .mapToLong(client -> done ? client.done() : client.cut())
                .sum();
    }

    // Timeouts that let every cycle come to its rest.
    private List<String> command() throws IOException {
        Path file = directory.resolve("weir.conf");
        Files.writeString(file, """
                weir {
                  buffers.count = %d
                  listeners {
                    web { bind = "127.0.0.1:%d", backend = origin }
                    relay { bind = "127.0.0.1:%d", protocol = tcp, backend = origin }
                  }
                  backends.origin.servers.one.address = "127.0.0.1:%d"
                  timeouts { server-keep-alive = 5s, stalled = 5s }
                  admin.bind = "127.0.0.1:%d"
                  access-log.format = off
                }
                """.formatted(BUFFERS, http.getPort(), tcp.getPort(), originPort, admin.getPort()));
        return List.of(root.resolve("proxy-server/bin/weir").toString(), "run", file.toString());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
