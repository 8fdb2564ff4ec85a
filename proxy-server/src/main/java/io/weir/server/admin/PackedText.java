package io.weir.server.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The bytes of a page, in blocks that are compressed until a connection takes them: a page of megabytes is on the heap whole at no moment. Immutable; any
 * number of connections can read one at the same time.
 */
final class PackedText {

    /** Bytes of a block before it is compressed: what a connection keeps of the text beside what is in its socket. */
    static final int BLOCK_BYTES = 16 * 1024;

    private static final int BYTES_OF_BLOCK_OBJECTS = 64;

    private final List<Block> blocks;
    private final long bytes;

    PackedText(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
        bytes = blocks.stream().mapToLong(Block::bytes).sum();
    }

    /** Writes a text. */
    @FunctionalInterface
    interface Source {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Some bytes of the text.
     *
     * @param packed compressed (RFC 1951), or the bytes as they are where that is not shorter; owned
     * @param bytes how many they are
     */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares blocks.
    record Block(byte[] packed, int bytes) {

        private byte[] unpacked() {
            if (packed.length == bytes) {
                return packed;
            }
            byte[] plain = new byte[bytes];
            Inflater inflater = new Inflater(true);
            try {
                inflater.setInput(packed);
                int filled = 0;
                while (filled < bytes && !inflater.finished()) {
                    filled += inflater.inflate(plain, filled, bytes - filled);
                }
                return plain;
            } catch (DataFormatException bug) {
                throw new IllegalStateException(bug);
            } finally {
                inflater.end();
            }
        }
    }

    /** A text in UTF-8. */
    static PackedText of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return of(out -> out.write(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** What {@code source} writes, block by block. */
    static PackedText of(Source source) throws IOException {
        try (Packer packer = new Packer()) {
            source.writeTo(packer);
            return packer.packed();
        }
    }

    /** Bytes of the text. */
    long bytes() {
        return bytes;
    }

    /** Bytes of heap that it takes. */
    long heapBytes() {
        return blocks.stream()
                .mapToLong(block -> block.packed().length + BYTES_OF_BLOCK_OBJECTS)
                .sum();
    }

    /** Reads it from its beginning, a block at a time. */
    ChunkedInput<ByteBuf> reader() {
        return new Reader(blocks, bytes);
    }

    @Override
    public String toString() {
        byte[] all = new byte[0];
        for (Block block : blocks) {
            int end = all.length;
            all = Arrays.copyOf(all, end + block.bytes());
            System.arraycopy(block.unpacked(), 0, all, end, block.bytes());
        }
        return new String(all, StandardCharsets.UTF_8);
    }

    private static final class Reader implements ChunkedInput<ByteBuf> {

        private final List<Block> blocks;
        private final long length;
        private int next;
        private long progress;

        Reader(List<Block> blocks, long length) {
            this.blocks = blocks;
            this.length = length;
        }

        @Override
        public boolean isEndOfInput() {
            return next == blocks.size();
        }

        @Override
        public void close() {
            next = blocks.size();
        }

        @Deprecated
        @SuppressWarnings("InlineMeSuggester") // Netty has deprecated it and still asks for it.
        @Override
        public ByteBuf readChunk(ChannelHandlerContext context) {
            return readChunk(context.alloc());
        }

        @Override
        public ByteBuf readChunk(ByteBufAllocator allocator) {
            Block block = blocks.get(next++);
            progress += block.bytes();
            return allocator.heapBuffer(block.bytes(), block.bytes()).writeBytes(block.unpacked());
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public long progress() {
            return progress;
        }
    }
}
