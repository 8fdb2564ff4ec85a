package io.weir.transport;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Parking;
import io.weir.time.Occasion;
import io.weir.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The event loops of one Weir. */
final class TrafficLoops extends MultiThreadIoEventLoopGroup {

    // A stop is noticed by each loop, and logged by one. The log shows some; the metric counts all.
    private static final Duration LOG_EVERY = Duration.ofMinutes(1);

    private TrafficLoops(int count, IoHandlerFactory handlers, BufferPool pool, Parking parking, Ticker ticker) {
        super(
                count,
                new DefaultThreadFactory("weir-loop"),
                handlers,
                pool,
                parking,
                ticker,
                new Occasion(ticker, LOG_EVERY));
    }

    static TrafficLoops of(int count, BufferPool pool, Parking parking, Ticker ticker) {
        return new TrafficLoops(count, NioIoHandler.newFactory(), pool, parking, ticker);
    }

    /** The loops, in a fixed order. */
    List<TrafficLoop> all() {
        List<TrafficLoop> loops = new ArrayList<>();
        for (EventExecutor loop : this) {
            loops.add((TrafficLoop) loop);
        }
        return loops;
    }

    // Called by the constructor of the superclass, so all that it needs comes as arguments.
    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... args) {
        return new TrafficLoop(
                this, executor, handlers, (BufferPool) args[0], (Parking) args[1], (Ticker) args[2], (Occasion)
                        args[3]);
    }
}
