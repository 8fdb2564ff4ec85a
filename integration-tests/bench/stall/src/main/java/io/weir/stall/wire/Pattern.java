package io.weir.stall.wire;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Random;

/**
 * The content of every body: what stands at a position depends on the position alone, so that a missing, doubled or strange
 * byte shows itself.
 */
public final class Pattern {

    /*
     * Random bytes with a period that is a prime: no loss or repetition of whole buffers, whose sizes are powers of two, gives
     * the same bytes again before 65,521 of them. A table that is longer than its period by one chunk makes every chunk one
     * slice, for sending and for comparing.
     */
    private static final int PERIOD = 65_521;
    private static final int CHUNK = 256 * 1024;
    private static final long SEED = 20_141_224;
    private static final ByteBuffer TABLE = table();

    private Pattern() {}

    /** The bytes from {@code position} on: {@code length} of them, or fewer where that is more than one chunk. */
    public static ByteBuffer slice(long position, long length) {
        return TABLE.slice((int) (position % PERIOD), (int) Math.min(length, CHUNK));
    }

    /** Whether the remaining bytes of {@code bytes}, one chunk at most, are those from {@code position} on. Moves nothing. */
    public static boolean matches(long position, ByteBuffer bytes) {
        return slice(position, bytes.remaining()).mismatch(bytes) < 0;
    }

    /** Writes the first {@code size} bytes to a file. */
    public static void write(FileChannel file, long size) throws java.io.IOException {
        for (long position = 0; position < size; ) {
            position += file.write(slice(position, size - position));
        }
    }

    private static ByteBuffer table() {
        byte[] period = new byte[PERIOD];
        new Random(SEED).nextBytes(period);
        ByteBuffer table = ByteBuffer.allocateDirect(PERIOD + CHUNK);
        while (table.hasRemaining()) {
            table.put(period, 0, Math.min(PERIOD, table.remaining()));
        }
        return table.flip().asReadOnlyBuffer();
    }
}
