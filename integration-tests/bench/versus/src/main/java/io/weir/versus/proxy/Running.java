package io.weir.versus.proxy;

import io.weir.bench.harness.Child;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A proxy that serves. */
public record Running(String name, ProxyKind kind, Child child, InetSocketAddress address, Path directory)
        implements AutoCloseable {

    /** The process; all others of it are below. */
    public ProcessHandle process() {
        return child.handle();
    }

    @Override
    public void close() {
        child.close();
    }
}
