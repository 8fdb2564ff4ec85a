package io.weir.versus.scenario;

import io.weir.bench.harness.Machine;
import io.weir.versus.load.IdleClients;
import io.weir.versus.load.Wrk;
import io.weir.versus.measure.Jvm;
import io.weir.versus.proxy.Running;
import io.weir.versus.proxy.Server;
import io.weir.versus.proxy.Variant;
import io.weir.versus.report.Bar;
import io.weir.versus.report.Contest;
import io.weir.versus.report.Quantity;
import io.weir.versus.report.Round;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a connection costs that is kept and not used. It does not depend on the clock: once for each proxy. */
record IdleScenario(String name, int connections) implements Scenario {

    private static final double KB = 1000;
    private static final double MOST_HEAP_KB = 3;
    private static final Wrk WARM_UP = Wrk.get(64, Server.SMALL);

    @Override
    public String title() {
        return String.format("%,d connections that have made one request each", connections);
    }

    @Override
    public Contest run(Rig rig) throws InterruptedException {
        Map<String, List<Round>> rounds = new LinkedHashMap<>();
        for (Contender contender : rig.contenders(Variant.HTTP)) {
            System.err.println("versus: " + name + ", " + contender.name());
            rounds.put(contender.name(), List.of(round(rig, contender)));
        }
        List<Bar> bars = rig.weirNames().stream()
                .map(weir -> Bar.atMost(weir, Quantity.HEAP_KB_PER_CONNECTION, MOST_HEAP_KB))
                .toList();
        return new Contest(name, title(), Quantity.RESIDENT_KB_PER_CONNECTION, rig.weirNames(), bars, rounds);
    }

    private Round round(Rig rig, Contender contender) throws InterruptedException {
        try (Running proxy = rig.start(name, contender);
                IdleClients clients = new IdleClients()) {
            WARM_UP.run(
                    rig.pinning().others(),
                    proxy.directory(),
                    proxy.address(),
                    rig.effort().warmUp(contender.kind()));
            Levels before = Levels.of(proxy);
            clients.open(proxy.address(), Server.SMALL, connections);
            return new Round(
                    perConnection(before, Levels.of(proxy), contender.kind().isWeir()), List.of());
        } catch (IOException e) {
            return Round.failed(e);
        }
    }

    private Map<Quantity, Double> perConnection(Levels before, Levels after, boolean hasHeap) {
        Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
        values.put(Quantity.RESIDENT_MIB, after.resident / (double) (1 << 20));
        values.put(Quantity.RESIDENT_KB_PER_CONNECTION, (after.resident - before.resident) / KB / connections);
        if (hasHeap) {
            values.put(Quantity.HEAP_KB_PER_CONNECTION, (after.heap - before.heap) / KB / connections);
        }
        return values;
    }

    private record Levels(long resident, long heap) {

        // What a JVM has in use after a collection.
        static Levels of(Running proxy) throws IOException, InterruptedException {
            long heap = 0;
            if (proxy.kind().isWeir()) {
                Jvm jvm = new Jvm(proxy.process().pid());
                jvm.collect();
                heap = jvm.liveBytes();
            }
            return new Levels(Machine.residentBytes(proxy.process()), heap);
        }
    }
}
