package io.weir.versus.scenario;

import io.weir.versus.load.Wrk;
import io.weir.versus.measure.Jvm;
import io.weir.versus.measure.SystemCalls;
import io.weir.versus.proxy.Running;
import io.weir.versus.report.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is looked at after the rounds, because looking takes time of the proxy: bytes allocated, and system calls.
 *
 * @param wrk what it is loaded with
 */
record CloserLook(Rig rig, Wrk wrk) {

    // Opening the connections is in it too: long enough to make little of that.
    private static final Duration TRACED = Duration.ofSeconds(6);

    /** What is found at one proxy. */
    Map<Quantity, Double> at(Running proxy) throws IOException, InterruptedException {
        Map<Quantity, Double> found = new EnumMap<>(Quantity.class);
        if (proxy.kind().isWeir()) {
            found.put(Quantity.ALLOCATED_BYTES, allocatedBytes(proxy));
        }
        if (rig.systemCalls()) {
            found.put(Quantity.SYSTEM_CALLS, systemCalls(proxy));
        }
        return found;
    }

    private double allocatedBytes(Running proxy) throws IOException, InterruptedException {
        Jvm jvm = new Jvm(proxy.process().pid());
        long before = jvm.allocatedBytes();
        long requests = requests(proxy, rig.effort().round());
        return (jvm.allocatedBytes() - before) / (double) requests;
    }

    private double systemCalls(Running proxy) throws IOException, InterruptedException {
        try (SystemCalls calls = SystemCalls.of(proxy.process(), proxy.directory())) {
            long requests = requests(proxy, TRACED);
            return calls.count() / (double) requests;
        }
    }

    private long requests(Running proxy, Duration duration) throws IOException, InterruptedException {
        return Math.max(
                1,
                wrk.run(rig.pinning().others(), proxy.directory(), proxy.address(), duration)
                        .requests());
    }
}
