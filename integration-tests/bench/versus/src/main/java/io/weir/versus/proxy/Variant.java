package io.weir.versus.proxy;

/**
 * How all proxies of a scenario are set up.
 *
 * @param tcp whether they relay bytes and parse nothing
 * @param log whether each writes its access log, to a file
 * @param loops Weir's event loops; the rivals have one thread in any case
 * @param buffers of 16 KiB, for Weir
 */
public record Variant(boolean tcp, boolean log, int loops, int buffers) {

    private static final int AMPLE = 1024;

    /** HTTP, no log, one loop, more buffers than are needed. */
    public static final Variant HTTP = new Variant(false, false, 1, AMPLE);

    /** The same with an access log. */
    public static final Variant HTTP_LOG = new Variant(false, true, 1, AMPLE);

    /** TCP. */
    public static final Variant TCP = new Variant(true, false, 1, AMPLE);

    /** HTTP with so many loops. */
    public static Variant loops(int loops) {
        return new Variant(false, false, loops, AMPLE);
    }

    /** HTTP with so many buffers. */
    public static Variant buffers(int buffers) {
        return new Variant(false, false, 1, buffers);
    }
}
