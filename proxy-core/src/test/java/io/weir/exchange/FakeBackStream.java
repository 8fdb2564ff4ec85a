package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.WaitClass;
import io.weir.connection.BackConnection;
import io.weir.connection.IdleEvents;
import io.weir.connection.Look;
import io.weir.connection.Written;
import io.weir.http.Framing;
import io.weir.http.Head;

/** A stream that carries nothing, and tells what became of it. */
final class FakeBackStream implements BackStream {

    /** What became of the stream. */
    enum Fate {
        OPEN,
        RESTING,
        KEPT,
        CLOSED,
        ABORTED
    }

    Fate fate = Fate.OPEN;
    boolean takesWrites = true;
    byte[] introduction = {};

    @Override
    public boolean introduce(byte[] header) {
        introduction = takesWrites ? header : introduction;
        return takesWrites;
    }

    @Override
    public void keep() {
        fate = Fate.KEPT;
    }

    @Override
    public void rest(IdleEvents events) {
        fate = Fate.RESTING;
    }

    @Override
    public void resume() {
        fate = Fate.OPEN;
    }

    @Override
    public void close() {
        fate = Fate.CLOSED;
    }

    @Override
    public void abort() {
        fate = Fate.ABORTED;
    }

    @Override
    public Look look() {
        return Look.QUIET;
    }

    @Override
    public int idleSeconds() {
        return -1;
    }

    @Override
    public boolean persists() {
        return true;
    }

    @Override
    public void carries(Carried exchange) {}

    // No exchange runs on it.

    @Override
    public void pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Written begin(ByteBuf message, Head head, RequestEdits edits) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void expect() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void goOn() {
        throw new UnsupportedOperationException();
    }

    @Override
    public BackConnection connection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void read(WaitClass urgency) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean passes(Framing framing) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Written body(ByteBuf buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int room() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void awaitRoom() {
        throw new UnsupportedOperationException();
    }
}
