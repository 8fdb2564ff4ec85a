package io.weir.versus.scenario;

import io.weir.bench.harness.Machine;
import io.weir.bench.harness.WrkOutput;
import io.weir.versus.load.Wrk;
import io.weir.versus.measure.Meter;
import io.weir.versus.proxy.Running;
import io.weir.versus.report.Quantity;
import io.weir.versus.report.Round;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * wrk against one proxy.
 *
 * @param bodyBytes of a body, where they are what counts; 0 where requests are
 */
record WrkTurn(Rig rig, Wrk wrk, int bodyBytes) implements Turn {

    private static final double BYTES_PER_GB = 1e9;

    @Override
    public Round run(Running proxy, Duration duration) throws IOException, InterruptedException {
        Meter before = Meter.read(proxy.process());
        WrkOutput output = wrk.run(rig.pinning().others(), proxy.directory(), proxy.address(), duration);
        Map<Quantity, Double> values =
                new EnumMap<>(before.until(Meter.read(proxy.process()), Math.max(1, output.requests())));
        values.put(Quantity.REQUESTS_PER_SECOND, output.rate());
        values.put(Quantity.P50_MILLIS, output.p50Millis());
        values.put(Quantity.P99_MILLIS, output.p99Millis());
        values.put(Quantity.RESIDENT_MIB, Machine.residentBytes(proxy.process()) / (double) (1 << 20));
        if (bodyBytes > 0) {
            values.put(
                    Quantity.CPU_PER_GB,
                    values.getOrDefault(Quantity.CPU_MICROS, 0.0) / 1e6 / bodyBytes * BYTES_PER_GB);
        }
        List<String> faults = new ArrayList<>(output.faults());
        if (!proxy.child().isAlive()) {
            faults.add("its process has died");
        }
        return new Round(values, faults);
    }
}
