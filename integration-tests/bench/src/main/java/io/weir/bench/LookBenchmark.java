package io.weir.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the look at an idle connection costs before it is used again: a read of one byte that finds none. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class LookBenchmark {

    private final ByteBuffer scratch = ByteBuffer.allocateDirect(1);
    private ServerSocketChannel listener;
    private SocketChannel connection;
    private SocketChannel other;

    /** Connects. */
    @Setup(Level.Trial)
    public void connect() throws IOException {
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        connection = SocketChannel.open(listener.getLocalAddress());
        connection.configureBlocking(false);
        other = listener.accept();
    }

    /** Closes. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        connection.close();
        other.close();
        listener.close();
    }

    /** Looks at a quiet connection. */
    @Benchmark
    public int look() throws IOException {
        scratch.clear();
        return connection.read(scratch);
    }
}
