package io.weir.stall.wire;

/** What the origin can be asked for. A size stands in the query: {@code /big?104857600}. */
public final class Paths {

    /** As many bytes of the pattern as the query says. */
    public static final String BIG = "/big";

    /** {@link #SMALL_BYTES} bytes of the pattern. */
    public static final String SMALL = "/small";

    /** Takes a body and answers with a verdict on it. */
    public static final String SINK = "/sink";

    /** Takes the head and never reads the body. */
    public static final String SINK_NEVER = "/sink-never";

    /** Reads the body once {@link #GO} has been asked for, then as {@link #SINK}. */
    public static final String SINK_HELD = "/sink-held";

    /** As {@link #SINK_NEVER}, and answers at once with the pattern, as long as the query says, and a verdict at its end. */
    public static final String EXCHANGE_NEVER = "/exchange-never";

    /** As {@link #SINK_HELD}, and answers at once with the pattern, as long as the query says, and a verdict at its end. */
    public static final String EXCHANGE_HELD = "/exchange-held";

    /** Asked for past the proxy: the held bodies are read from now on. */
    public static final String GO = "/go";

    /** Length of the answer to {@link #SMALL}. */
    public static final int SMALL_BYTES = 200;

    /** Length of a verdict. */
    public static final int VERDICT_BYTES = 32;

    private Paths() {}

    /** What the origin says of a body that it has read: the same length whatever it says. */
    public static String verdict(boolean exact, long bytes) {
        return String.format("%-31s%n", (exact ? "exact " : "damaged ") + bytes);
    }
}
