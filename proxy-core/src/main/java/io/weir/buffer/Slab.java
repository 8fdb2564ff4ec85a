package io.weir.buffer;

import java.nio.ByteBuffer;

/** The direct memory behind a pool, allocated at once and never again. Page-aligned; in several parts where one is too large. */
final class Slab {

    private static final int PAGE = 4096;
    private static final long PART_BYTES = 1L << 30;

    private final ByteBuffer[] parts;
    private final int piecesPerPart;
    private final int pieceBytes;

    /** Allocates {@code pieces} pieces. The JDK fills direct memory with zeros, which also touches every page of it. */
    Slab(int pieces, int pieceBytes) {
        this(pieces, pieceBytes, PART_BYTES);
    }

    Slab(int pieces, int pieceBytes, long partBytes) {
        this.pieceBytes = pieceBytes;
        piecesPerPart = (int) (partBytes / pieceBytes);
        parts = new ByteBuffer[(pieces + piecesPerPart - 1) / piecesPerPart];
        for (int part = 0; part < parts.length; part++) {
            int here = Math.min(piecesPerPart, pieces - part * piecesPerPart);
            parts[part] = allocate(here * pieceBytes);
        }
    }

    /** The memory of one piece, as a buffer of its own. */
    ByteBuffer piece(int index) {
        return parts[index / piecesPerPart].slice(index % piecesPerPart * pieceBytes, pieceBytes);
    }

    // Whole pages, because an aligned slice also ends at a page; and one more, because the JDK need not begin at one.
    private static ByteBuffer allocate(int bytes) {
        int wholePages = (bytes + PAGE - 1) / PAGE * PAGE;
        return ByteBuffer.allocateDirect(wholePages + PAGE).alignedSlice(PAGE);
    }
}
