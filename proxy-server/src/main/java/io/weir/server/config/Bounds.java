package io.weir.server.config;

import io.weir.server.watch.ReadLimits;

/**
 * How large a configuration may be. Every bound is far above what a person or a generator needs, and each is checked before the work that it
 * bounds, so that no file exhausts heap, stack or patience.
 *
 * @param bytes of all files together
 * @param tokens words, strings, signs, comments, gaps and line ends of all files together: the library keeps an object or more for each
 * @param instructions of all regular expressions together: each takes heap as long as the program runs, and time of requests that come to it
 * @param why what the bounds are for, for people
 */
record Bounds(int bytes, int tokens, int instructions, String why) {

    /** Files that one configuration is made of. */
    static final int FILES = 100;

    /** Of one file: a reload parses it while the settings of the last load are in use. */
    static final int FILE_BYTES = 1024 * 1024;

    /** How files are read by a load and by a watch: within the same limits, so that both find the same states. */
    static final ReadLimits READ = new ReadLimits(FILE_BYTES, (long) FILES * FILE_BYTES);

    /** How deep blocks and lists are nested, each dot of a path being a block, and how deep files include each other. */
    static final int DEPTH = 40;

    /** Keys of a block that is there already, each of which has the library copy that block. */
    static final int MERGES = 2_000;

    /** Substitutions that lead to others, one after the other. */
    static final int CHAIN = 40;

    // Measured with files of routes, servers, comments, words, empty strings and substitutions, each as long as a bound
    // lets it be.
    static final int HEAP_PER_BYTE = 32;
    static final int HEAP_PER_TOKEN = 256;
    // An instruction takes 40 to 60 bytes, and 25 to 80 more for each event loop that has matched by it.
    private static final int HEAP_PER_INSTRUCTION = 1024;
    // As long as nothing has matched by it.
    private static final int LEAST_HEAP_PER_INSTRUCTION = 64;
    private static final int MOST_INSTRUCTIONS = 100_000;
    private static final int MOST_BYTES = 16 * 1024 * 1024;
    private static final int MOST_TOKENS = 4_000_000;

    /** Of bytes and tokens, with the most instructions that any heap allows. */
    Bounds(int bytes, int tokens) {
        this(bytes, tokens, MOST_INSTRUCTIONS);
    }

    /** For a heap of some size. */
    Bounds(int bytes, int tokens, int instructions) {
        this(bytes, tokens, instructions, "for a heap of this size");
    }

    /** The same with another number of tokens. */
    Bounds withTokens(int other) {
        return new Bounds(bytes, other, instructions, why);
    }

    /** For a heap of so many bytes. */
    static Bounds forHeap(long heap) {
        return new Bounds(
                (int) Math.min(MOST_BYTES, heap / HEAP_PER_BYTE),
                (int) Math.min(MOST_TOKENS, heap / HEAP_PER_TOKEN),
                (int) Math.min(MOST_INSTRUCTIONS, heap / HEAP_PER_INSTRUCTION));
    }

    /** For so many bytes of a heap, beside a configuration that is in use. */
    static Bounds forReload(long heap) {
        return new Bounds(
                (int) Math.min(MOST_BYTES, heap / HEAP_PER_BYTE),
                (int) Math.min(MOST_TOKENS, heap / HEAP_PER_TOKEN),
                (int) Math.min(MOST_INSTRUCTIONS, heap / LEAST_HEAP_PER_INSTRUCTION),
                "for the heap that was set aside at start");
    }
}
