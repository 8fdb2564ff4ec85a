package io.weir.stall.reload;

import io.weir.bench.harness.Child;
import io.weir.bench.harness.Table;
import io.weir.bench.harness.WrkOutput;
import io.weir.stall.origin.OriginProcess;
import io.weir.stall.wire.Paths;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Reloads of the real program under load: fifty a minute, while wrk asks for small answers, WebSockets echo, and downloads run that take
 * longer than many reloads. Errors, damaged bytes, a growing heap and generations that stay make it fail.
 */
public final class ReloadSoak {

    private static final int RELOADS_A_MINUTE = 50;
    private static final int WEB_SOCKETS = 200;
    private static final int VISITS = 100;
    private static final int WRK_CONNECTIONS = 16;
    private static final long BIGGEST = 1L << 30;
    private static final int MINUTES_OF_BIGGEST = 10;
    private static final int DOWNLOADS_AFTER_EACH_OTHER = 4;
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);
    private static final Duration PATIENCE_OF_WRK = Duration.ofSeconds(30);

    private final Path root;
    private final Path directory;
    private final Duration duration;
    private final Ledger ledger = new Ledger();
    private final EchoClient.Tally echoes = new EchoClient.Tally();
    private final List<EchoClient> webSockets = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    private ReloadSoak(Path root, int minutes) throws IOException {
        this.root = root;
        directory = Files.createDirectories(root.resolve("integration-tests/bench/stall/target/reloads"));
        duration = Duration.ofMinutes(minutes);
    }

    /** Runs it for so many minutes, then measures what reloads without a change cost. Returns whether nothing was wrong. */
    public static boolean run(Path root, int minutes) throws IOException, InterruptedException {
        return new ReloadSoak(root, minutes).run();
    }

    private boolean run() throws IOException, InterruptedException {
        try (EchoServer echo = EchoServer.start()) {
            Places places = Places.besides(echo.address());
            try (Child origin = OriginProcess.start(places.origin().getPort(), directory.resolve("origin.log"));
                    RunningWeir weir = RunningWeir.start(root, directory, places, "1s")) {
                List<String> wrong = soak(weir);
                if (!origin.isAlive() || !weir.isAlive()) {
                    wrong.add("a process has died");
                }
                wrong.forEach(line -> System.out.println("WRONG  " + line));
                System.out.println(wrong.isEmpty() ? "nothing was wrong" : wrong.size() + " things were wrong");
                IdleCost.measure(weir, root, directory.resolve("unwatched")).forEach(System.out::println);
                return wrong.isEmpty();
            }
        }
    }

    private List<String> soak(RunningWeir weir) throws IOException, InterruptedException {
        int count = (int) duration.toMinutes() * RELOADS_A_MINUTE;
        Downloads downloads = downloads(weir.places());
        Reloads reloads = new Reloads(weir, ledger);
        Path wrkOutput = directory.resolve("wrk");
        startWebSockets(weir.places());
        downloads.start();
        try (Child wrk = Child.start(wrk(weir.places()), Map.of(), wrkOutput)) {
            reload(reloads, count, weir);
            awaitEnd(wrk);
        }
        downloads.finish();
        webSockets.forEach(EchoClient::finish);
        for (EchoClient client : webSockets) {
            client.awaitEnd();
        }
        awaitRest(weir);
        Sample rest = Sample.of("rest", count, weir);
        WrkOutput requests = WrkOutput.parse(Files.readString(wrkOutput));
        tell(reloads, requests, downloads, rest);
        double taken = weir.metrics().sum("weir_config_reloads_total{result=\"taken\"");
        double others = weir.metrics().sum("weir_config_reloads_total")
                - taken
                - weir.metrics().sum("weir_config_reloads_total{result=\"unchanged\"");
        List<String> wrong = Verdict.of(ledger, requests, samples, rest, reloads.done(), (long) taken, (long) others);
        weir.logged("level=ERROR").stream().limit(5).map(line -> "log: " + line).forEach(wrong::add);
        return wrong;
    }

    // Each begins at its time, or at once where the one before took longer.
    private void reload(Reloads reloads, int count, RunningWeir weir) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int reload = 0; reload < count; reload++) {
            long early = begun + duration.toNanos() / count * reload - System.nanoTime();
            if (early > 0) {
                Thread.sleep(Duration.ofNanos(early).toMillis());
            }
            reloads.next();
            if (reload + 1 == count / 10) {
                samples.add(Sample.of("begin", reload + 1, weir));
            } else if (reload + 1 == count / 2) {
                samples.add(Sample.of("middle", reload + 1, weir));
            }
        }
        samples.add(Sample.of("end", count, weir));
    }

    private void startWebSockets(Places places) {
        HttpClient http = HttpClient.newHttpClient();
        SplittableRandom random = new SplittableRandom();
        for (int number = 0; number < WEB_SOCKETS; number++) {
            // Half of them stay for all of the run, the others come and go.
            int visits = number % 2 == 0 ? 0 : VISITS + random.nextInt(VISITS);
            EchoClient client = new EchoClient(http, places.main(), visits, random.split(), ledger, echoes);
            webSockets.add(client);
            client.start();
        }
    }

    private Downloads downloads(Places places) {
        long size = BIGGEST * Math.min(MINUTES_OF_BIGGEST, duration.toMinutes()) / MINUTES_OF_BIGGEST;
        Duration pace = duration.dividedBy(DOWNLOADS_AFTER_EACH_OTHER);
        return new Downloads(places.main(), size, pace, ledger);
    }

    private void awaitEnd(Child wrk) throws InterruptedException {
        long begun = System.nanoTime();
        while (wrk.isAlive()) {
            if (System.nanoTime() - begun > PATIENCE_OF_WRK.toNanos()) {
                ledger.wrong("wrk does not end");
                return;
            }
            Thread.sleep(100);
        }
    }

    private static void awaitRest(RunningWeir weir) throws InterruptedException {
        long begun = System.nanoTime();
        while (!weir.isAtRest() && System.nanoTime() - begun < LONGEST_REST.toNanos()) {
            Thread.sleep(200);
        }
    }

    private void tell(Reloads reloads, WrkOutput requests, Downloads downloads, Sample rest) {
        Table table = new Table(Sample.HEAD);
        samples.forEach(sample -> table.add(sample.cells()));
        table.add(rest.cells());
        System.out.println(table.aligned());
        reloads.times().forEach(System.out::println);
        System.out.printf(
                "wrk: %,d requests, p50 %.1f ms, p99 %.1f ms%n",
                requests.requests(), requests.p50Millis(), requests.p99Millis());
        System.out.printf(
                "WebSockets: %,d, %,d messages, %,d MiB, compared%n",
                echoes.sockets().sum(), echoes.messages().sum(), echoes.bytes().sum() >> 20);
        System.out.printf("downloads: %d of %,d MiB, compared%n", downloads.exact(), downloads.size() >> 20);
        System.out.printf("errors of clients: %d%n", ledger.errors());
    }

    private List<String> wrk(Places places) {
        return List.of(
                "wrk",
                "-t1",
                "-c" + WRK_CONNECTIONS,
                "-d" + duration.toSeconds() + "s",
                "--timeout",
                PATIENCE_OF_WRK.toSeconds() + "s",
                "--latency",
                "http://127.0.0.1:" + places.main().getPort() + Paths.SMALL);
    }
}
