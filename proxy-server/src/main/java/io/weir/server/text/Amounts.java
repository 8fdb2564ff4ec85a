package io.weir.server.text;

import java.time.Duration;
import java.util.Locale;

/** Amounts as people write them, in the notation that the configuration takes. */
public final class Amounts {

    private static final String[] SIZE_UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final long STEP = 1024;

    private Amounts() {}

    /** A size without loss: {@code 16KiB}, {@code 1000B}. */
    public static String exactBytes(long bytes) {
        int unit = 0;
        long amount = bytes;
        while (amount != 0 && amount % STEP == 0 && unit < SIZE_UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return amount + SIZE_UNITS[unit];
    }

    /** A size rounded to one decimal: {@code 16.0 MiB}. */
    public static String bytes(long bytes) {
        int unit = 0;
        double amount = bytes;
        while (Math.abs(amount) >= STEP && unit < SIZE_UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, SIZE_UNITS[unit]);
    }

    /** A duration in its largest whole unit: {@code 5m}, {@code 1500ms}. */
    public static String duration(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
