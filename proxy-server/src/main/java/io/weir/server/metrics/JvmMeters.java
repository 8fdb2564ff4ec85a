package io.weir.server.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.lang.management.ManagementFactory;

/** What the JVM tells of itself: heap, direct memory, collector, threads, CPU, open files. */
final class JvmMeters implements AutoCloseable {

    private static final double NANOS_PER_SECOND = 1e9;

    private final JvmGcMetrics collector = new JvmGcMetrics();

    JvmMeters(MeterRegistry registry) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        processor(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    /** Not Micrometer's own, whose names break the rules that promtool checks. */
    private static void processor(MeterRegistry registry) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Readings.counter(registry, "process.cpu", () -> system.getProcessCpuTime() / NANOS_PER_SECOND)
                .description("CPU time that the process has used")
                .baseUnit("seconds")
                .register(registry);
        Readings.gauge(registry, "process.cpus", system::getAvailableProcessors)
                .description("Processors that the process may use")
                .register(registry);
    }

    @Override
    public void close() {
        collector.close();
    }
}
