package io.weir.server.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a JVM is to be started that may use so much memory: what {@code bin/weir} works out by itself, for launchers written in Java.
 *
 * @param memoryMib MiB that the process may use
 * @param heapMib MiB of the largest heap
 */
public record JvmOptions(long memoryMib, long heapMib) {

    /** The variable that gives the heap. */
    public static final String HEAP = "WEIR_HEAP";

    // What the JVM needs beside heap and direct memory: a little more than the memory check at start reckons with.
    private static final long JVM_MIB = 104;
    private static final long LEAST_DIRECT_MIB = 32;
    private static final long LEAST_HEAP_MIB = 24;
    // The JVM would take a heap of 0 for the default of its own.
    private static final long LEAST_GIVEN_HEAP_MIB = 16;
    private static final long MOST_HEAP_MIB = 512;
    private static final long FIRST_HEAP_MIB = 64;
    private static final long LEAST_YOUNG_MIB = 4;
    private static final int YOUNG_PART = 8;
    private static final int HEAP_SIXTEENTHS = 3;
    private static final long SMALL_MIB = 256;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG]?)");

    /**
     * For a process that may use so many bytes.
     *
     * @throws IllegalArgumentException if the environment gives a heap that is no size, or too little; the message is meant for people
     */
    public static JvmOptions of(long memoryBytes, Map<String, String> environment) {
        long memory = memoryBytes >> 20;
        String given = environment.getOrDefault(HEAP, "").strip();
        long share = Math.max(LEAST_HEAP_MIB, Math.min(MOST_HEAP_MIB, memory * HEAP_SIXTEENTHS / 16));
        return new JvmOptions(memory, given.isEmpty() ? share : givenHeapMib(given));
    }

    /** The options, for JDK 25. */
    public List<String> list() {
        List<String> options = new ArrayList<>(List.of(
                "-Xms" + Math.min(heapMib, FIRST_HEAP_MIB) + "m",
                "-Xmx" + heapMib + "m",
                // An exchange makes next to no garbage, so that what it needs is room for sessions, which are old.
                "-XX:NewSize=" + youngMib(Math.min(heapMib, FIRST_HEAP_MIB)) + "m",
                "-XX:MaxNewSize=" + youngMib(heapMib) + "m",
                "-XX:MaxDirectMemorySize=" + Math.max(LEAST_DIRECT_MIB, memoryMib - heapMib - JVM_MIB) + "m",
                // Twice of what was seen to be used, so that the estimate of the memory check cannot be far exceeded.
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:MaxMetaspaceSize=48m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                // Gives back what the compiler has freed: 15 MiB less under load.
                "-XX:TrimNativeHeapInterval=500",
                "-XX:+UseCompactObjectHeaders",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED"));
        if (memoryMib < SMALL_MIB) {
            // The optimizing compiler takes 15 MiB, and gives about a fifth more throughput.
            options.add("-XX:TieredStopAtLevel=1");
            // Metadata of classes stays in pages of the archive, 12 MiB, in place of copies of them at an address drawn
            // by lot.
            options.add("-XX:+UnlockDiagnosticVMOptions");
            options.add("-XX:ArchiveRelocationMode=0");
        }
        return options;
    }

    private static long youngMib(long heap) {
        return Math.max(LEAST_YOUNG_MIB, heap / YOUNG_PART);
    }

    private static long givenHeapMib(String size) {
        Matcher parts = SIZE.matcher(size);
        long mib = parts.matches() ? mib(parts) : 0;
        if (mib < LEAST_GIVEN_HEAP_MIB) {
            throw new IllegalArgumentException(HEAP + ": " + size + " (expected: a size of at least "
                    + LEAST_GIVEN_HEAP_MIB + "m, such as 256m or 1g)");
        }
        return mib;
    }

    private static long mib(Matcher parts) {
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "g", "G" -> number << 10;
            case "m", "M" -> number;
            case "k", "K" -> number >> 10;
            default -> number >> 20;
        };
    }
}
