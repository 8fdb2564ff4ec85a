package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connection;
import io.weir.testing.connection.ConnectionRig;
import io.weir.testing.connection.RecordedEvents;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A {@link FakeConnection} under a contract test. */
final class FakeRig implements ConnectionRig {

    private static final int TURNS = 3;
    // Of the other side: what it takes without receiving, and the part of that which is known.
    private static final int APPETITE = 5 * BUFFER / 2;
    private static final int ROOM = 3 * BUFFER / 2;

    private final FakeLoop loop;
    private final RecordedEvents events = new RecordedEvents();
    private final FakeConnection peer;
    private final Ticket holder;
    private final StringBuilder arrived = new StringBuilder();

    FakeRig(int buffers, int parkedBytes) {
        loop = new FakeLoop(buffers, buffers, parkedBytes);
        peer = new FakeConnection(loop.pool, Flow.RESPONSE);
        peer.tell(events, events, events);
        holder = loop.pool.ticket(99, Flow.REQUEST, ignored -> true);
        peer.takeOnly(APPETITE);
        peer.makeRoom(ROOM);
        if (parkedBytes == 0) {
            peer.parkNothing();
        }
    }

    @Override
    public RecordedEvents events() {
        return events;
    }

    @Override
    public BufferPool pool() {
        return loop.pool;
    }

    @Override
    public Lease take() {
        if (holder.acquire(WaitClass.START) instanceof Lease lease) {
            return lease;
        }
        throw new AssertionError("none is free");
    }

    @Override
    public <T> T ask(Function<Connection, T> question) {
        return question.apply(peer);
    }

    @Override
    public void send(String text) {
        peer.arriveUnseen(text);
    }

    @Override
    public void end() {
        peer.endInput();
    }

    @Override
    public void reset() {
        peer.reset();
    }

    @Override
    public String receive(int count) {
        arrived.append(peer.written());
        if (arrived.length() < count) {
            peer.takeMore(count - arrived.length());
            arrived.append(peer.written());
        }
        assertThat(arrived).hasSizeGreaterThanOrEqualTo(count);
        String taken = arrived.substring(0, count);
        arrived.delete(0, count);
        peer.takeMore(APPETITE);
        settle();
        return taken;
    }

    @Override
    public void expectEnd() {
        assertThat(arrived.append(peer.written())).isEmpty();
        assertThat(peer.hasEndedOutput() || peer.isClosed()).as("our end").isTrue();
        assertThat(peer.isAborted()).as("a reset").isFalse();
    }

    @Override
    public void expectReset() {
        assertThat(peer.isAborted()).as("a reset").isTrue();
    }

    /** Also reports that the other side has room, if it takes more. */
    @Override
    public void settle() {
        for (int turn = 0; turn < TURNS; turn++) {
            loop.runTasks();
            peer.collectGrant();
            peer.tellFailure();
            peer.turn();
        }
        if (peer.isDrained()) {
            peer.makeRoom(ROOM);
        }
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        settle();
        assertThat(condition.getAsBoolean())
                .as("%s; %s %s", what, events.told(), loop.pool.level())
                .isTrue();
    }

    @Override
    public void close() {
        settle();
        peer.close();
        events.release();
        holder.close();
        assertThat(loop.pool.level().leased()).as("leased").isZero();
        assertThat(loop.pool.level().waiting()).as("waiting").isZero();
        assertThat(loop.pool.level().stalled()).as("stalled").isZero();
    }
}
