package io.weir.versus.scenario;

import io.weir.bench.harness.Child;
import io.weir.versus.load.IdleClients;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Setup;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Bar;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Quantity;
import io.weir.versus.report.Round;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes from the start of a process to its first answer. Each is started as anyone starts it, on all cores; a first start,
 * at which Weir's launcher makes a cache of its classes, does not count.
 */
record StartScenario(String name) implements Scenario {

    private static final int LEAST_STARTS = 5;
    private static final double MOST_SECONDS = 0.8;
    private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();

    @Override
    public String title() {
        return "from the start of the process to the first answer";
    }

    @Override
    public Contest run(Rig rig) throws InterruptedException {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        rig.kinds().forEach(kind -> rounds.put(kind.name(), new ArrayList<>()));
        for (int start = 0; start <= Math.max(LEAST_STARTS, rig.effort().rounds()); start++) {
            System.err.println("versus: " + name + ", start " + start);
            for (Contender contender : rig.contenders(Variant.HTTP)) {
                Round round = round(rig, contender);
                if (start > 0) {
                    rounds.getOrDefault(contender.name(), new ArrayList<>()).add(round);
                }
            }
        }
        List<Bar> bars = rig.weirNames().stream()
                .map(weir -> Bar.atMost(weir, Quantity.START_SECONDS, MOST_SECONDS))
                .toList();
        return new Contest(name, title(), Quantity.START_SECONDS, rig.weirNames(), bars, rounds);
    }

    private Round round(Rig rig, Contender contender) throws InterruptedException {
        try {
            return new Round(Map.of(Quantity.START_SECONDS, seconds(rig, contender)), List.of());
        } catch (IOException e) {
            return Round.failed(e);
        }
    }

    private double seconds(Rig rig, Contender contender) throws IOException, InterruptedException {
        Setup setup = rig.setup(name, contender);
        List<String> command = contender.kind().prepare(setup);
        long begin = System.nanoTime();
        try (Child child = Child.start(
                command, contender.kind().environment(), setup.directory().resolve("log"))) {
            awaitAnswer(child, new InetSocketAddress(InetAddress.getLoopbackAddress(), setup.port()), begin);
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static void awaitAnswer(Child child, InetSocketAddress proxy, long begin)
            throws IOException, InterruptedException {
        while (!answers(proxy)) {
            if (!child.isAlive() || System.nanoTime() - begin > LONGEST_NANOS) {
                throw new IOException("it does not answer");
            }
            Thread.sleep(1);
        }
    }

    private static boolean answers(InetSocketAddress proxy) {
        try (IdleClients client = new IdleClients()) {
            client.open(proxy, Server.SMALL, 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
