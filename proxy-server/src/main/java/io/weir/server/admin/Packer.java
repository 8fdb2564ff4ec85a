package io.weir.server.admin;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses what is written to it, block by block. Owns memory outside the heap, some 260 KiB, until it is closed. For one thread. */
final class Packer extends OutputStream {

    // A shorter text is not worth the memory of a Deflater: the answers of health are made without one.
    private static final int LEAST_PACKED_BYTES = 1024;

    private final byte[] plain = new byte[PackedText.BLOCK_BYTES];
    private final byte[] packed = new byte[PackedText.BLOCK_BYTES];
    private final List<PackedText.Block> blocks = new ArrayList<>();
    private @Nullable Deflater deflater;
    private int filled;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, plain.length - filled);
            System.arraycopy(bytes, from, plain, filled, count);
            filled += count;
            from += count;
            left -= count;
            if (filled == plain.length) {
                endBlock();
            }
        }
    }

    /** What was written. */
    PackedText packed() {
        endBlock();
        return new PackedText(blocks);
    }

    private void endBlock() {
        if (filled == 0) {
            return;
        }
        int length = filled < LEAST_PACKED_BYTES ? 0 : deflate();
        boolean isShorter = length > 0 && length < filled;
        byte[] block = isShorter ? Arrays.copyOf(packed, length) : Arrays.copyOf(plain, filled);
        blocks.add(new PackedText.Block(block, filled));
        filled = 0;
    }

    /** Bytes of the compressed block; 0 if they are not fewer. */
    private int deflate() {
        Deflater known = deflater == null ? new Deflater(Deflater.BEST_SPEED, true) : deflater;
        deflater = known;
        known.reset();
        known.setInput(plain, 0, filled);
        known.finish();
        int length = known.deflate(packed);
        return known.finished() ? length : 0;
    }

    @Override
    public void close() {
        if (deflater != null) {
            deflater.end();
        }
    }
}
