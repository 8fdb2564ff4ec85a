package io.weir.stall.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Clients of one kind, one after the other, on a thread of its own. */
final class Client {

    private static final int[] RECEIVE_BUFFERS = {0, 2304, 16 * 1024, 64 * 1024};

    private final String kind;
    private final Behaviour behaviour;
    private final InetSocketAddress proxy;
    private final boolean mayBeCutOff;
    private final LongAdder done = new LongAdder();
    private final LongAdder cut = new LongAdder();

    /** {@code mayBeCutOff}: it does what a proxy may end. */
    Client(String kind, Behaviour behaviour, InetSocketAddress proxy, boolean mayBeCutOff) {
        this.kind = kind;
        this.behaviour = behaviour;
        this.proxy = proxy;
        this.mayBeCutOff = mayBeCutOff;
    }

    String kind() {
        return kind;
    }

    /** Connections that came to their end. */
    long done() {
        return done.sum();
    }

    /** Connections that somebody else ended before. */
    long cut() {
        return cut.sum();
    }

    /** Runs one connection. */
    void run(SplittableRandom random, Weather weather) {
        long begun = System.nanoTime();
        try (Line line = new Line(proxy, RECEIVE_BUFFERS[random.nextInt(RECEIVE_BUFFERS.length)])) {
            behaviour.act(random, line);
            done.increment();
        } catch (ViolationException e) {
            weather.violation(kind + ": " + e.getMessage());
        } catch (IOException e) {
            cut.increment();
            if (!mayBeCutOff && !weather.wasRoughSince(begun)) {
                weather.violation(kind + ": " + e.getMessage());
            }
        }
    }
}
