package io.weir.testing.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes that differ at each place, so that one lost, doubled or moved is seen, and that need not be kept to be compared. */
public final class Content {

    // A prime, so that no power of two, such as a buffer, is a period of the bytes.
    private static final int PERIOD = 65_521;
    private static final int PIECE = 16 * 1024;
    private static final byte[] BYTES = bytes();

    private final int start;
    private final long length;

    private Content(int start, long length) {
        this.start = start;
        this.length = length;
    }

    /** {@code length} bytes; each {@code seed} has others. */
    public static Content of(int seed, long length) {
        return new Content(Math.floorMod(seed * 7919, PERIOD), length);
    }

    public long length() {
        return length;
    }

    public byte[] toBytes() {
        byte[] all = new byte[Math.toIntExact(length)];
        copy(0, all, all.length);
        return all;
    }

    /** Writes all of it. */
    public void writeTo(OutputStream out) throws IOException {
        writeTo(out, 0, length);
    }

    /** Writes the bytes {@code from} to {@code to}. */
    public void writeTo(OutputStream out, long from, long to) throws IOException {
        byte[] piece = new byte[PIECE];
        for (long at = from; at < to; ) {
            int count = (int) Math.min(PIECE, to - at);
            copy(at, piece, count);
            out.write(piece, 0, count);
            at += count;
        }
    }

    /** Reads all of it, and no more; anything else is an error. */
    public void expectFrom(InputStream in) throws IOException {
        expectFrom(in, 0);
    }

    /** Reads what of it comes at and after {@code from}. */
    public void expectFrom(InputStream in, long from) throws IOException {
        byte[] expected = new byte[PIECE];
        byte[] actual = new byte[PIECE];
        for (long at = from; at < length; ) {
            int count = in.read(actual, 0, (int) Math.min(PIECE, length - at));
            if (count < 0) {
                throw new EOFException("end after " + at + " of " + length + " bytes");
            }
            copy(at, expected, count);
            int difference = Arrays.mismatch(actual, 0, count, expected, 0, count);
            if (difference >= 0) {
                throw new AssertionError("another byte than was sent at " + (at + difference) + " of " + length);
            }
            at += count;
        }
    }

    private void copy(long from, byte[] into, int count) {
        int at = (int) ((start + from) % PERIOD);
        for (int done = 0; done < count; ) {
            int run = Math.min(count - done, PERIOD - at);
            System.arraycopy(BYTES, at, into, done, run);
            done += run;
            at = 0;
        }
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[PERIOD];
        new SplittableRandom(1).nextBytes(bytes);
        return bytes;
    }
}
