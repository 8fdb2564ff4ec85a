package io.weir.versus.measure;

import io.weir.bench.harness.CpuTimes;
import io.weir.bench.harness.Machine;
import io.weir.versus.report.Quantity;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a process and all below it have used up to a moment.
 *
 * @param cpuTicks time as a user and in the kernel, in clock ticks
 * @param wakeUps how often a thread of it went to sleep, and was woken
 * @param nanos when that was
 * @param machine what all of the machine had used
 */
public record Meter(long cpuTicks, long wakeUps, long nanos, CpuTimes machine) {

    // sysconf(_SC_CLK_TCK), which is the same on every Linux that the JDK runs on.
    private static final double TICKS_PER_SECOND = 100;
    private static final double MICROS_PER_TICK = 1e6 / TICKS_PER_SECOND;
    private static final long LOOK_MILLIS = 500;
    private static final int MOST_LOOKS = 20;
    private static final long QUIET_TICKS = 1;

    /** Up to now. */
    public static Meter read(ProcessHandle process) {
        return new Meter(
                Machine.cpuTicks(process), Machine.voluntarySwitches(process), System.nanoTime(), CpuTimes.now());
    }

    /** Waits until a process that is not loaded has nothing left to do, such as to compile; ten seconds at most. */
    public static void awaitQuiet(ProcessHandle process) throws InterruptedException {
        long before = Machine.cpuTicks(process);
        for (int i = 0; i < MOST_LOOKS; i++) {
            Thread.sleep(LOOK_MILLIS);
            long now = Machine.cpuTicks(process);
            if (now - before <= QUIET_TICKS) {
                return;
            }
            before = now;
        }
    }

    /** What was used between two moments, for so many requests. */
    public Map<Quantity, Double> until(Meter end, long requests) {
        double ticks = end.cpuTicks - cpuTicks;
        double seconds = (end.nanos - nanos) / 1e9;
        Map<Quantity, Double> used = new EnumMap<>(Quantity.class);
        used.put(Quantity.CPU_MICROS, ticks * MICROS_PER_TICK / requests);
        used.put(Quantity.WAKE_UPS, (end.wakeUps - wakeUps) / (double) requests);
        used.put(Quantity.CORE_PERCENT, 100 * ticks / TICKS_PER_SECOND / seconds);
        used.put(Quantity.OTHERS_PERCENT, (double) end.machine.othersPercentSince(machine));
        return used;
    }
}
