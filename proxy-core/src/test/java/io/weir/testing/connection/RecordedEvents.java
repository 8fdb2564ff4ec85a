package io.weir.testing.connection;

import io.netty.buffer.ByteBuf;
import io.weir.connection.ConnectionEvents;
import io.weir.connection.SinkEvents;
import io.weir.connection.SourceEvents;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Notes what a connection tells. Keeps every buffer that it is given until {@link #release()}, or until it is told of a bug, as a session
 * does. The notes may be read on any thread: an event is noted after what came with it.
 */
public final class RecordedEvents implements ConnectionEvents, SourceEvents, SinkEvents {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<ByteBuf> buffers = new CopyOnWriteArrayList<>();
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile int limit = Integer.MAX_VALUE;
    private volatile String primed = "";
    private volatile Runnable onBytes = () -> {};
    private volatile Runnable onEnd = () -> {};
    private volatile String fault = "";

    /** All events so far, in their order. */
    public List<String> told() {
        return told;
    }

    /** How often an event was told. */
    public int count(String event) {
        return (int) told.stream().filter(event::equals).count();
    }

    /** All bytes that came, in one. */
    public String bytes() {
        return String.join("", texts);
    }

    /** From now on at most so many bytes may be read at once. */
    public void admit(int bytes) {
        limit = bytes;
    }

    /** From now on this stands before the bytes of each read. */
    public void primeWith(String text) {
        primed = text;
    }

    /** From now on does this when bytes have come, within the event. */
    public void whenBytesCome(Runnable action) {
        onBytes = action;
    }

    /** From now on does this when the end is told, within the event. */
    public void whenTheEndComes(Runnable action) {
        onEnd = action;
    }

    /** From now on this event fails: it throws, and forgets what it was given. */
    public void failAt(String event) {
        fault = event;
    }

    private void note(String event) {
        told.add(event);
        if (failsAt(event)) {
            throw new IllegalStateException("on purpose, at " + event);
        }
    }

    private boolean failsAt(String event) {
        return event.startsWith(fault) && !fault.isEmpty();
    }

    /** The buffer that came last. */
    public ByteBuf lastBuffer() {
        return buffers.get(buffers.size() - 1);
    }

    /** As if it had been given this one. */
    public void keep(ByteBuf buffer) {
        buffers.add(buffer);
    }

    /** Releases all buffers that it keeps. */
    public void release() {
        buffers.forEach(ByteBuf::release);
        buffers.clear();
    }

    @Override
    public int readLimit() {
        note(limit > 0 ? "admits" : "refuses");
        return limit;
    }

    @Override
    public InetAddress client() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void prime(ByteBuf buffer) {
        if (fault.equals("prime")) {
            note("prime");
        }
        buffer.writeCharSequence(primed, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void onBytes(ByteBuf buffer) {
        texts.add(buffer.toString(StandardCharsets.ISO_8859_1));
        keepUnlessFailing("bytes", buffer);
        onBytes.run();
    }

    @Override
    public void onBuffer(ByteBuf buffer) {
        keepUnlessFailing("buffer", buffer);
    }

    // An event is told last: a test that has seen it, on another thread, also sees what came with it.
    private void keepUnlessFailing(String event, ByteBuf buffer) {
        if (!failsAt(event)) {
            buffers.add(buffer);
        }
        note(event);
    }

    @Override
    public void onWaitBegin() {
        note("wait begins");
    }

    @Override
    public void onWaitEnd() {
        note("wait ends");
    }

    @Override
    public void onStirred(byte first) {
        note("stirred by " + (char) first);
    }

    @Override
    public void onEnd() {
        note("end");
        onEnd.run();
    }

    @Override
    public void onWriteFailed() {
        note("write failed");
    }

    @Override
    public void onDrained() {
        note("drained");
    }

    @Override
    public void onRoomy() {
        note("roomy");
    }

    @Override
    public void onEvicted() {
        note("evicted");
    }

    @Override
    public void onClosed() {
        note("closed");
    }

    @Override
    public void onBug(Throwable cause) {
        release();
        told.add("bug");
    }
}
