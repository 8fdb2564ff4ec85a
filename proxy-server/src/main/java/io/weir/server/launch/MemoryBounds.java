package io.weir.server.launch;

import java.util.Map;

/**
 * Bounds of memory outside the buffer pool, which are system properties and have to be set before the first class of Netty is
 * loaded. What the command line says wins.
 */
public final class MemoryBounds {

    /** The most direct memory that Netty's own allocators may hold: the scratch memory of event loops is all they are for. */
    public static final long NETTY_BYTES = 4L << 20;

    /** The largest copy that the JDK keeps, one for each thread that writes from the heap. */
    public static final long JDK_COPY_BYTES = 64L << 10;

    static final String NETTY = "io.netty.maxDirectMemory";
    static final String JDK_COPY = "jdk.nio.maxCachedBufferSize";

    private static final Map<String, String> PROPERTIES = Map.of(
            NETTY,
            String.valueOf(NETTY_BYTES),
            JDK_COPY,
            String.valueOf(JDK_COPY_BYTES),
            // Small chunks suffice for what is left to it.
            "io.netty.allocator.type",
            "unpooled");

    private MemoryBounds() {}

    /** Sets those that are not set. */
    public static void set() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
