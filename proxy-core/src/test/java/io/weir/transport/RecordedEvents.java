package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.weir.session.PeerEvents;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what a connection tells. Every buffer that it is given it keeps, until {@link #release()}. */
final class RecordedEvents implements PeerEvents {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<ByteBuf> buffers = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile int limit = Integer.MAX_VALUE;
    private volatile String primed = "";
    private volatile Runnable onBytes = () -> {};

    List<String> told() {
        return told;
    }

    int count(String event) {
        return (int) told.stream().filter(event::equals).count();
    }

    String bytes() {
        return String.join("", texts);
    }

    /** From now on at most so many bytes may be read at once. */
    void admit(int bytes) {
        limit = bytes;
    }

    void primeWith(String text) {
        primed = text;
    }

    void whenBytesCome(Runnable action) {
        onBytes = action;
    }

    /** The buffer that came last. */
    ByteBuf lastBuffer() {
        return buffers.get(buffers.size() - 1);
    }

    /** As if it had been given this one. */
    void keep(ByteBuf buffer) {
        buffers.add(buffer);
    }

    void release() {
        buffers.forEach(ByteBuf::release);
        buffers.clear();
    }

    @Override
    public int readLimit() {
        told.add(limit > 0 ? "admits" : "refuses");
        return limit;
    }

    @Override
    public InetAddress client() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void prime(ByteBuf buffer) {
        buffer.writeCharSequence(primed, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void onBytes(ByteBuf buffer) {
        texts.add(buffer.toString(StandardCharsets.ISO_8859_1));
        buffers.add(buffer);
        told.add("bytes");
        onBytes.run();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        buffers.add(buffer);
        told.add("buffer");
    }

    @Override
    public void onWaitBegin() {
        told.add("wait begins");
    }

    @Override
    public void onWaitEnd() {
        told.add("wait ends");
    }

    @Override
    public void onStirred(byte first) {
        told.add("stirred by " + (char) first);
    }

    @Override
    public void onEnd() {
        told.add("end");
    }

    @Override
    public void onWriteFailed() {
        told.add("write failed");
    }

    @Override
    public void onDrained() {
        told.add("drained");
    }

    @Override
    public void onRoomy() {
        told.add("roomy");
    }

    @Override
    public void onEvicted() {
        told.add("evicted");
    }

    @Override
    public void onClosed() {
        told.add("closed");
    }

    @Override
    public void onBug(Throwable cause) {
        told.add("bug");
    }
}
