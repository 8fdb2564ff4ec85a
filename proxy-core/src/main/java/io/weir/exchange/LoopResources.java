package io.weir.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;
import io.weir.time.Scheduler;
import java.net.InetAddress;

/**
 * What all exchanges of one event loop share. Confined to that loop, but for what says otherwise of itself.
 *
 * @param number of the loop, from 0
 * @param scheduler timers of the loop, and the time by which they go
 * @param pool the buffers of all loops
 * @param parking heap of all loops for bytes that wait outside buffers
 * @param tasks runs tasks on the loop
 * @param observer hears of exchanges and connections
 */
public record LoopResources(
        int number, Scheduler scheduler, BufferPool pool, Parking parking, Tasks tasks, ExchangeObserver observer) {

    /** Runs tasks on the loop. Any thread. */
    @FunctionalInterface
    public interface Tasks {

        /** Runs {@code task} later, never from within this call. Returns false if the loop takes no more tasks. */
        boolean run(Runnable task);
    }

    /** For the request lines of one exchange after the other, as far as the observer wants them. */
    KeptLine keptLine() {
        return new KeptLine(parking, observer.wantsRequestLines() ? KeptLine.MOST_BYTES : 0);
    }

    /** How many bytes may be read for this sink, so that it is sure to take them or may refuse to; 0 if none. */
    int readLimit(Sink sink, InetAddress client) {
        return readLimit(sink.room(), client);
    }

    /** How many bytes may be read for a connection that has so much room. */
    public int readLimit(int room, InetAddress client) {
        return room == 0 && pool.mayStall(client) ? Integer.MAX_VALUE : room;
    }

    /** Whether {@code buffer}, which is borrowed, may be held without progress. */
    public boolean mayHold(ByteBuf buffer, InetAddress client) {
        return Lease.of(buffer).isStalled() || pool.mayStall(client);
    }

    /** The time by which this loop judges deadlines and rates: a stop of the process is left out. */
    public long now() {
        return scheduler.ticker().nanos();
    }

    /** Real time, which a client and a server measure too: for what is told to people. */
    public long realNow() {
        return scheduler.ticker().realNanos();
    }
}
