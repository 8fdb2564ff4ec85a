package io.weir.bench.harness;

import java.util.List;

/**
 * CPU time of the machine since it was started, in clock ticks.
 *
 * @param all what there was
 * @param used by anybody, or taken by the hypervisor
 * @param ours what this process and those below it have used
 */
public record CpuTimes(long all, long used, long ours) {

    // Of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal.
    private static final List<Integer> USED = List.of(1, 2, 3, 6, 7, 8);
    private static final List<Integer> IDLE = List.of(4, 5);

    /** Until now. */
    public static CpuTimes now() {
        return of(Machine.cpuFields(), Machine.cpuTicks(ProcessHandle.current()));
    }

    static CpuTimes of(List<String> cpuFields, long ours) {
        long used = sum(cpuFields, USED);
        return new CpuTimes(used + sum(cpuFields, IDLE), used, ours);
    }

    /** How much of the machine others than we have used since {@code before}, in percent. */
    public int othersPercentSince(CpuTimes before) {
        long others = used - before.used - (ours - before.ours);
        return (int) Math.max(0, Math.round(100.0 * others / Math.max(1, all - before.all)));
    }

    private static long sum(List<String> fields, List<Integer> which) {
        return which.stream()
                .mapToLong(field -> Long.parseLong(fields.get(field)))
                .sum();
    }
}
