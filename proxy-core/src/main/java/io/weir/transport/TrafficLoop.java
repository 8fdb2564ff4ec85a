package io.weir.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.socket.SocketChannelConfig;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.socket.SocketSize;
import io.weir.time.EventClock;
import io.weir.time.Occasion;
import io.weir.time.RunningClock;
import io.weir.time.Ticker;
import io.weir.time.TimerWheel;
import io.weir.time.TurnWatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event loop that carries traffic, with what its sessions share: time, timers, scratch memory, and figures about its tasks and turns. */
final class TrafficLoop extends SingleThreadIoEventLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TrafficLoop.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final int WASTE_BYTES = 16 * 1024;

    private final LongAdder tasks = new LongAdder();
    private final LongAdder unwantedEvents = new LongAdder();
    private final BufferPool pool;
    private final int bufferSize;
    private final Tails tails;
    private final EventClock clock;
    private final TimerWheel timers;
    private final TurnWatch turns;
    private final Occasion lateTurnIsLogged;
    private final ByteBuf probe = UnpooledByteBufAllocator.DEFAULT.directBuffer(1, 1);
    private final ByteBuf waste = UnpooledByteBufAllocator.DEFAULT.directBuffer(WASTE_BYTES, WASTE_BYTES);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1);
    private final Coalescer coalescer = new Coalescer(this);
    private final Queue<Runnable> afterSelect = new ArrayDeque<>(1);
    private int[] sendBuffers = {};

    TrafficLoop(
            IoEventLoopGroup group,
            Executor executor,
            IoHandlerFactory handlers,
            BufferPool pool,
            Parking parking,
            Ticker ticker,
            Occasion lateTurnIsLogged) {
        super(group, executor, handlers);
        this.pool = pool;
        bufferSize = pool.limits().size();
        tails = new Tails(parking, bufferSize);
        this.lateTurnIsLogged = lateTurnIsLogged;
        clock = new EventClock(new RunningClock(ticker));
        timers = new TimerWheel(clock, TICK);
        turns = new TurnWatch(clock, TICK);
    }

    /** Begins to run timers. */
    void start() {
        scheduleWithFixedDelay(this::runTimers, TICK.toNanos(), TICK.toNanos(), TimeUnit.NANOSECONDS);
    }

    // At one time, so that the loop cannot be stopped unnoticed between the look at the clock and the judgement.
    private void runTimers() {
        clock.hold();
        try {
            long lateTurns = turns.lateTurns();
            boolean mayJudge = turns.tick();
            if (turns.lateTurns() != lateTurns && lateTurnIsLogged.take()) {
                long late = TimeUnit.NANOSECONDS.toMillis(turns.lastLagNanos());
                LOG.warn("event=late_turn loop={} ms={}", threadProperties().name(), late);
            }
            if (mayJudge) {
                expireTimers();
            }
        } finally {
            clock.release();
        }
    }

    // A task that throws is not scheduled again, and no timer may end because another had a bug. Each that throws has
    // left the wheel, so that this comes to an end.
    private void expireTimers() {
        boolean done = false;
        while (!done) {
            try {
                timers.advance();
                done = true;
            } catch (RuntimeException | Error e) {
                onBug(e);
            }
        }
    }

    BufferPool pool() {
        return pool;
    }

    /** Bytes of a buffer of its pool. */
    int bufferSize() {
        return bufferSize;
    }

    /** Parks what its sockets have not taken. */
    Tails tails() {
        return tails;
    }

    /** The clock by which its sessions and timers go. It leaves out time in which the process was stopped. */
    EventClock clock() {
        return clock;
    }

    TimerWheel timers() {
        return timers;
    }

    /** One byte whose content means nothing. */
    ByteBuf probe() {
        assert inEventLoop();
        return probe;
    }

    /** Memory for bytes that nobody wants. */
    ByteBuf waste() {
        assert inEventLoop();
        return waste;
    }

    /** As {@link #probe()}, for direct use of a socket. */
    ByteBuffer scratch() {
        assert inEventLoop();
        return scratch;
    }

    /** Puts together what is written to its sockets. */
    Coalescer coalescer() {
        return coalescer;
    }

    @Override
    protected int runIo() {
        int handled = super.runIo();
        coalescer.endTurn();
        turns.served(handled);
        while (!afterSelect.isEmpty()) {
            execute(afterSelect.remove());
        }
        return handled;
    }

    // A loop with tasks does not wait for events: what is held back is a task for the end of the turn.
    @Override
    protected boolean hasTasks() {
        return coalescer.isHolding() || !afterSelect.isEmpty() || super.hasTasks();
    }

    /** Runs {@code task} on this loop once it has selected, which it does soon. May be called on this loop only. */
    void afterSelect(Runnable task) {
        assert inEventLoop();
        afterSelect.add(task);
    }

    /** Bytes that the kernel keeps for sending on a socket of this size; asked once for each. */
    int sendBufferOf(SocketChannelConfig config, SocketSize size) {
        assert inEventLoop();
        int index = size.index();
        if (index >= sendBuffers.length) {
            sendBuffers = Arrays.copyOf(sendBuffers, index + 1);
        }
        if (sendBuffers[index] == 0) {
            sendBuffers[index] = config.getSendBufferSize();
        }
        return sendBuffers[index];
    }

    /** Runs {@code task} on this loop, from any thread. Returns false if the loop takes no more. */
    boolean tryExecute(Runnable task) {
        try {
            execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Tasks that this loop was given, since start. */
    long tasks() {
        return tasks.sum();
    }

    /** How late its turns come. */
    TurnWatch turns() {
        return turns;
    }

    /** A socket has reported an event of {@code ops} that serves nobody: a bug of ours, whose interest has been ended. */
    void onUnwanted(int ops, boolean hasSession) {
        assert inEventLoop();
        unwantedEvents.increment();
        LOG.debug(
                "event=unwanted_event loop={} ops={} session={}",
                threadProperties().name(),
                ops,
                hasSession);
    }

    /** Events that served nobody, since start: 0 unless there is a bug. */
    long unwantedEvents() {
        return unwantedEvents.sum();
    }

    /** An exception that no code should have thrown. Costs the session, not the loop. */
    void onBug(Throwable cause) {
        LOG.error("event=bug loop={}", threadProperties().name(), cause);
    }

    @Override
    public void execute(Runnable task) {
        tasks.increment();
        super.execute(task);
    }

    /** Gives back its memory. After it has terminated. */
    void free() {
        probe.release();
        waste.release();
    }
}
