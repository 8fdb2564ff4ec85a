package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.BufferPool;
import io.weir.buffer.Lease;
import io.weir.connection.Connection;
import io.weir.testing.connection.ConnectionRig;
import io.weir.testing.connection.RecordedEvents;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A real connection under a contract test: one end of a pair of sockets, on a real loop. */
final class SocketRig implements ConnectionRig {

    // The least that the other side can be made to take without reading.
    private static final int RECEIVE_BUFFER = 4096;

    private final LoopBench bench;

    SocketRig(Scene scene, int buffers, int parkedBytes) throws IOException {
        bench = new LoopBench(scene, buffers, RECEIVE_BUFFER, parkedBytes);
    }

    @Override
    public RecordedEvents events() {
        return bench.events;
    }

    @Override
    public BufferPool pool() {
        return bench.pool;
    }

    @Override
    public Lease take() {
        return bench.take();
    }

    @Override
    public <T> T ask(Function<Connection, T> question) {
        return bench.askLoop(() -> question.apply(bench.connection));
    }

    @Override
    public void send(String text) throws IOException {
        bench.other.send(text);
    }

    @Override
    public void end() throws IOException {
        bench.other.finish();
    }

    @Override
    public void reset() throws IOException {
        bench.other.reset();
    }

    @Override
    public String receive(int count) throws IOException {
        byte[] bytes = bench.other.in().readNBytes(count);
        assertThat(bytes).hasSize(count);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void expectEnd() throws IOException {
        bench.other.expectEnd();
    }

    @Override
    public void expectReset() throws IOException {
        bench.other.expectReset();
    }

    @Override
    public void settle() {
        bench.turn();
        bench.turn();
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        Scene.await(what, condition, () -> bench.events.told() + " " + bench.pool.level());
    }

    @Override
    public void close() {
        bench.close();
    }
}
