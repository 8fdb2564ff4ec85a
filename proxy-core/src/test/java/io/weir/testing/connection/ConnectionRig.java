package io.weir.testing.connection;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Lease;
import io.weir.connection.Connection;
import io.weir.connection.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One back connection under a contract test, its event loop, and its other side. The other side takes a few buffers that are written, and
 * more only when the test receives. Closing the rig fails if the connection has kept a buffer, a parked byte or a place in line.
 */
public interface ConnectionRig extends AutoCloseable {

    /** Makes the rig of one test. */
    @FunctionalInterface
    interface Factory {

        /**
         * Makes a rig.
         *
         * @param buffers size of the pool
         * @param parkedBytes most bytes that may be parked
         */
        ConnectionRig rig(int buffers, int parkedBytes) throws IOException;
    }

    /** Bytes of a buffer of the pool. */
    int BUFFER = 4096;

    /** The events of the connection, until others take its place by {@link Connection#tell}. */
    RecordedEvents events();

    BufferPool pool();

    /** Takes a buffer of the pool, which the test must release. Fails if none is free. */
    Lease take();

    /** Asks the connection, on its loop. */
    <T> T ask(Function<Connection, T> question);

    /** Does something with the connection, on its loop, in one turn. */
    default void act(Consumer<Connection> action) {
        ask(peer -> {
            action.accept(peer);
            return true;
        });
    }

    /** Writes a buffer, which it takes ownership of. */
    default Written write(ByteBuf buffer) {
        return ask(peer -> peer.write(buffer));
    }

    /** Writes a text of our own. */
    default Written write(byte[] text) {
        return ask(peer -> peer.write(text));
    }

    /** The other side sends a text. */
    void send(String text) throws IOException;

    /** The other side ends its bytes, and goes on taking ours. */
    void end() throws IOException;

    /** The other side resets the connection. */
    void reset() throws IOException;

    /** The other side takes so many bytes, and returns them. Fails if they do not come. */
    String receive(int count) throws IOException;

    /** Fails unless the other side finds our end behind the bytes that it has received. */
    void expectEnd() throws IOException;

    /** Fails unless the other side finds a reset, whatever comes before it. */
    void expectReset() throws IOException;

    /** Lets the loop come round until it has handled all that it knows of. */
    void settle();

    /** Waits for a condition while the loop turns. Fails if it does not hold in time. */
    void await(String what, BooleanSupplier condition);

    @Override
    void close();

    /** Waits for an event. */
    default void await(String event) {
        await("told: " + event, () -> events().told().contains(event));
    }

    /** What was told so far, without the questions how much may be read. */
    default List<String> told() {
        return events().told().stream().filter(event -> !event.equals("admits")).toList();
    }

    /** A fresh buffer with so many bytes in it. Whoever is given it owns it. */
    default ByteBuf filled(int bytes) {
        return take().buffer().writeZero(bytes);
    }

    /** A fresh buffer with this text in it. Whoever is given it owns it. */
    default ByteBuf filled(String text) {
        ByteBuf buffer = take().buffer();
        buffer.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        return buffer;
    }

    /** Writes whole buffers until one is not taken at once; returns the number of bytes written. */
    default int writeUntilStalled() {
        int written = BUFFER;
        while (write(filled(BUFFER)) == Written.ALL) {
            written += BUFFER;
        }
        return written;
    }
}
