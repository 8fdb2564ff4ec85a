package io.weir.server.config;

/**
 * How much text a configuration is.
 *
 * @param bytes of all its files
 * @param tokens words, strings, signs, comments, gaps and line ends of all its files
 * @param instructions of all its regular expressions, compiled
 */
public record ConfigSize(long bytes, long tokens, long instructions) {

    /** Of a configuration without files and expressions. */
    public static final ConfigSize NONE = new ConfigSize(0, 0, 0);

    /** The same expressions in so much text. */
    ConfigSize ofText(long itsBytes, long itsTokens) {
        return new ConfigSize(itsBytes, itsTokens, instructions);
    }

    /** Bytes of heap that reading it takes at most, until its settings are made. */
    public long readingBytes() {
        return Math.max(bytes * Bounds.HEAP_PER_BYTE, tokens * Bounds.HEAP_PER_TOKEN);
    }
}
