package io.weir.server.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM was told about memory.
 *
 * @param maxHeapBytes the largest heap
 * @param maxDirectBytes the most direct memory
 */
public record JvmMemory(long maxHeapBytes, long maxDirectBytes) {

    /** As this JVM runs. */
    public static JvmMemory current() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long heap = bytes(options, "MaxHeapSize");
        long direct = bytes(options, "MaxDirectMemorySize");
        return new JvmMemory(heap, direct == 0 ? heap : direct);
    }

    private static long bytes(HotSpotDiagnosticMXBean options, String name) {
        return Long.parseLong(options.getVMOption(name).getValue());
    }
}
