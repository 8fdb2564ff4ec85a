package io.weir.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.connection.Written;
import java.nio.charset.StandardCharsets;

/** The bytes that leave a {@link FakeConnection}: what the other side has taken, what is left of the last write, and what was lost. */
final class FakeOutput {

    private enum State {
        OPEN,
        /** The other side is gone, which the next write finds out. */
        BROKEN,
        FAILED,
        ENDED
    }

    private final StringBuilder written = new StringBuilder();
    private State state = State.OPEN;
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;
    private int appetite = Integer.MAX_VALUE;
    private int room = Integer.MAX_VALUE;
    private int lostBytes;

    /** Writes what the other side takes. Takes ownership. What is written to a closed connection is lost. */
    Written write(ByteBuf buffer, boolean isClosed) {
        if (hasRest() || (state == State.ENDED && !isClosed)) {
            buffer.release();
            throw new IllegalStateException("a write before the last one is taken, or after the end");
        }
        charge(buffer.readableBytes());
        rest = buffer;
        if (isClosed || !isOpen() || state == State.BROKEN) {
            state = state == State.BROKEN ? State.FAILED : state;
            loseRest();
            return Written.STALLED;
        }
        return push() ? Written.ALL : Written.STALLED;
    }

    private void charge(int bytes) {
        room = room == Integer.MAX_VALUE ? room : Math.max(0, room - bytes);
    }

    /** From now on the other side takes so many bytes, and no more. */
    void takeOnly(int bytes) {
        appetite = bytes;
    }

    /** Has the other side take of the rest what it will. Returns whether nothing is left. */
    boolean push() {
        int count = Math.min(appetite, rest.readableBytes());
        appetite -= appetite == Integer.MAX_VALUE ? 0 : count;
        written.append(rest.readCharSequence(count, StandardCharsets.ISO_8859_1));
        if (rest.isReadable()) {
            return false;
        }
        forgetRest();
        return true;
    }

    /** The other side is gone. What is left of the last write has failed. */
    void breakOff() {
        state = hasRest() ? State.FAILED : state == State.OPEN ? State.BROKEN : state;
    }

    /** Ends our bytes. */
    void end() {
        if (hasRest()) {
            throw new IllegalStateException("an end before all is taken");
        }
        state = isOpen() ? State.ENDED : state;
    }

    void takeBack() {
        forgetRest();
    }

    /** Gives back what is left of the last write, which counts as untaken. */
    void loseRest() {
        lostBytes += rest.readableBytes();
        forgetRest();
    }

    private void forgetRest() {
        ByteBuf taken = rest;
        rest = Unpooled.EMPTY_BUFFER;
        taken.release();
    }

    boolean hasRest() {
        return rest.isReadable();
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    boolean hasFailed() {
        return state == State.FAILED;
    }

    /** Whether, as far as is known, bytes can be written, now or once the rest is taken. */
    boolean isOpen() {
        return state == State.OPEN || state == State.BROKEN;
    }

    boolean takesMore() {
        return isOpen() && !hasRest();
    }

    int untaken() {
        return rest.readableBytes() + lostBytes;
    }

    int room() {
        return room;
    }

    void room(int bytes) {
        room = bytes;
    }

    /** All that the other side has taken since the last call. */
    String written() {
        String all = written.toString();
        written.setLength(0);
        return all;
    }
}
