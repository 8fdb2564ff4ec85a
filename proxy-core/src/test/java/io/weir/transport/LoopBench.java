package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelFuture;
import io.weir.WeirSettings;
import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.buffer.BufferPool;
import io.weir.buffer.Flow;
import io.weir.buffer.Lease;
import io.weir.buffer.Parking;
import io.weir.buffer.PoolLimits;
import io.weir.buffer.PoolObserver;
import io.weir.buffer.Ticket;
import io.weir.buffer.WaitClass;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.socket.BackCount;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import io.weir.socket.SocketSize;
import io.weir.testing.Configured;
import io.weir.testing.connection.RecordedEvents;
import io.weir.testing.wire.Patience;
import io.weir.testing.wire.Scene;
import io.weir.testing.wire.ScriptedConnection;
import io.weir.testing.wire.ScriptedServer;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One real event loop with one real connection, whose session is the test. */
final class LoopBench implements AutoCloseable {

    static final int BUFFER_SIZE = 4096;
    private static final int SEND_BUFFER = WeirSettings.BUFFERS_PER_SEND_BUFFER * BUFFER_SIZE;
    private static final SocketSize SIZE = new SocketSize(0, SEND_BUFFER, SEND_BUFFER);

    final BufferPool pool;
    final Parking parking;
    final RecordedEvents events = new RecordedEvents();
    final PeerChannel channel;
    final BackSocketConnection connection;
    final BackConnector connector;
    final ScriptedConnection other;
    private final SocketChannel socket;
    private BackPlace place;
    final TrafficLoop loop;
    private final TrafficLoops loops;
    private final Ticket holder;
    private int unwantedEvents;

    LoopBench(Scene scene, int buffers, int receiveBufferOfOther) throws IOException {
        this(scene, buffers, receiveBufferOfOther, 0);
    }

    LoopBench(Scene scene, int buffers, int receiveBufferOfOther, long parkedBytes) throws IOException {
        this(scene, buffers, receiveBufferOfOther, parkedBytes, Ticker.SYSTEM, someServer(), someCount());
    }

    /** A loop whose timers go by this clock, with one buffer and a connection to {@code to}, which is counted there. */
    static LoopBench to(Server to, BackCount count, Ticker ticker, Scene scene) throws IOException {
        return new LoopBench(scene, 1, 0, 0, ticker, to, count);
    }

    /** A loop whose timers go by this clock, with one buffer. */
    static LoopBench by(Ticker ticker, Scene scene) throws IOException {
        return to(someServer(), someCount(), ticker, scene);
    }

    private static BackCount someCount() {
        return new BackCount(new SocketCounts(2, 2, 1));
    }

    private static Server someServer() {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return new Backend(new BackendSettings("b", List.of(ServerSettings.of("s", address))))
                .servers()
                .get(0);
    }

    private LoopBench(
            Scene scene,
            int buffers,
            int receiveBufferOfOther,
            long parkedBytes,
            Ticker ticker,
            Server to,
            BackCount count)
            throws IOException {
        parking = new Parking(parkedBytes);
        pool = new BufferPool(new PoolLimits(buffers, 0, BUFFER_SIZE, buffers), Ticker.SYSTEM, PoolObserver.NONE);
        holder = pool.ticket(99, Flow.REQUEST, ignored -> true);
        loops = TrafficLoops.of(1, pool, parking, ticker);
        loop = loops.all().get(0);
        loop.start();
        ScriptedServer server = scene.serverOfReceiveBuffer(receiveBufferOfOther);
        socket = SocketChannel.open();
        channel = new PeerChannel(socket);
        Sockets.prepare(channel, SIZE);
        channel.config().setAutoClose(false);
        connector = connector(count, () -> {});
        connection = askLoop(() -> {
            count.open();
            place = new BackPlace(count, channel);
            BackSocketConnection made = connectionOf(connector, to);
            made.tell(events, events, events);
            return made;
        });
        loop.register(channel).syncUninterruptibly();
        ChannelFuture connected = channel.connect(server.address());
        connected.syncUninterruptibly();
        other = server.accept();
    }

    /** A connector on this loop. With memory for all, each connection gets the largest size, so that what is kept is never too large. */
    BackConnector connector(BackCount count, Runnable trimAll) {
        SocketSettings sockets = SocketSettings.DEFAULT;
        SocketCounts most = new SocketCounts(2, 2, 1);
        SocketBudget budget = new SocketBudget(sockets.withMemory(SocketBudget.mostBytes(sockets, most)), most);
        return new BackConnector(
                loop,
                new Sockets(budget, () -> 1),
                count,
                Configured.generations(Timeouts.DEFAULT, Limits.DEFAULT),
                Descriptors.admission(1),
                trimAll);
    }

    /** The connection as one of this connector, in the place of {@link #connection}. On the loop. */
    BackSocketConnection connectionOf(BackConnector another, Server to) {
        return new BackSocketConnection(another.idle(), channel, SIZE, to, 1, place);
    }

    /** The connection as one of a client, in the place of {@link #connection}. On the loop. */
    FrontSocketConnection asFront() {
        return new FrontSocketConnection(channel, SIZE, loop, 1);
    }

    /** Does something on the loop, in one tick. */
    void onLoop(Runnable action) {
        askLoop(() -> {
            action.run();
            return true;
        });
    }

    <T> T askLoop(Callable<T> question) {
        try {
            return loop.submit(question).get(Patience.SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the loop come round: all that has happened has been handled. */
    void turn() {
        onLoop(() -> {});
        onLoop(() -> {});
    }

    /** Waits until the kernel has bytes, or the end, of the other side. The loop does not see it if it is what waits. */
    void awaitArrival() {
        try (Selector selector = Selector.open()) {
            socket.register(selector, SelectionKey.OP_READ);
            assertThat(selector.select(Patience.MILLIS)).as("readable").isEqualTo(1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes a buffer that is free. */
    Lease take() {
        if (holder.acquire(WaitClass.START) instanceof Lease lease) {
            return lease;
        }
        throw new AssertionError("none is free");
    }

    void await(String event) {
        Scene.await("told: " + event, () -> events.told().contains(event), () -> events.told() + " " + pool.level());
    }

    /** Waits until so many events have served nobody, which is one too many unless the test has asked for them. */
    void expectUnwantedEvents(int count) {
        unwantedEvents = count;
        Scene.await(
                "unwanted events",
                () -> loop.unwantedEvents() >= count,
                () -> loop.unwantedEvents() + " " + events.told());
    }

    @Override
    public void close() {
        turn();
        onLoop(connection::close);
        assertThat(loop.unwantedEvents()).as("unwanted events").isEqualTo(unwantedEvents);
        assertThat(askLoop(loop.timers()::size)).isZero();
        events.release();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        loop.free();
        assertThat(pool.leased()).isZero();
        assertThat(pool.level().waiting()).isZero();
        assertThat(pool.level().stalled()).isZero();
        assertThat(parking.usedBytes()).isZero();
    }
}
