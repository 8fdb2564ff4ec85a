package io.weir.versus.report;

import java.util.Locale;

/** What is measured in a round. */
public enum Quantity {
    REQUESTS_PER_SECOND("requests/s", 0),
    CPU_MICROS("CPU µs/request", 1),
    CPU_PER_GB("CPU s/GB", 3),
    P50_MILLIS("p50 ms", 2),
    P99_MILLIS("p99 ms", 2),
    P999_MILLIS("p99.9 ms", 2),
    MAX_MILLIS("max ms", 1),
    START_SECONDS("s to the first answer", 2),
    CORE_PERCENT("of a core %", 0),
    WAKE_UPS("wake-ups/request", 2),
    SYSTEM_CALLS("system calls/request", 2),
    ALLOCATED_BYTES("bytes allocated/request", 0),
    RESIDENT_MIB("RSS MiB", 0),
    RESIDENT_KB_PER_CONNECTION("RSS kB/connection", 2),
    HEAP_KB_PER_CONNECTION("heap kB/connection", 2),
    OTHERS_PERCENT("others' CPU %", 0);

    private final String title;
    private final int digits;

    Quantity(String title, int digits) {
        this.title = title;
        this.digits = digits;
    }

    /** Name and unit, as the head of a column. */
    public String title() {
        return title;
    }

    /** A value as it is shown, without the unit. */
    public String text(double value) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
