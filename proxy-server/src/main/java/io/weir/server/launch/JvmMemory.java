package io.weir.server.launch;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;

/**
 * What this JVM was told about memory.
 *
 * @param maxHeapBytes the largest heap
 * @param maxDirectBytes the most direct memory
 * @param ownBytes what it needs for itself, about: classes, compiled code, symbols, compiler and collector
 * @param nettyBytes the most direct memory that Netty's own allocators may hold, which is not part of the former
 */
public record JvmMemory(long maxHeapBytes, long maxDirectBytes, long ownBytes, long nettyBytes) {

    // Under load, as bin/weir starts it, heap, buffers deducted, on JDK 17 and 25: 46 to 55 MiB, 58 to 66 MiB at the
    // worst
    // moment; 65 to 70 MiB without -XX:TrimNativeHeapInterval. With -XX:TieredStopAtLevel=1 38 to 48 MiB.
    static final long OWN_BYTES = 64L << 20;
    static final long SMALL_BYTES = 48L << 20;

    private static final int C1_ONLY = 1;

    /** As this JVM runs. */
    public static JvmMemory current() {
        HotSpotDiagnosticMXBean options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long heap = bytes(options, "MaxHeapSize");
        long direct = bytes(options, "MaxDirectMemorySize");
        return new JvmMemory(heap, direct == 0 ? heap : direct, ownBytes(options), nettyBound());
    }

    private static long ownBytes(HotSpotDiagnosticMXBean options) {
        return bytes(options, "TieredStopAtLevel") == C1_ONLY ? SMALL_BYTES : OWN_BYTES;
    }

    // Where Netty has no counter of its own (see MemoryBounds) what it takes is the JDK's; we ask it for no more than
    // that.
    private static long nettyBound() {
        boolean counts = PlatformDependent.usedDirectMemory() >= 0;
        return counts ? PlatformDependent.maxDirectMemory() : MemoryBounds.NETTY_BYTES;
    }

    private static long bytes(HotSpotDiagnosticMXBean options, String name) {
        return Long.parseLong(options.getVMOption(name).getValue());
    }
}
