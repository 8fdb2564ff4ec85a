package io.weir.versus.proxy;

import io.weir.bench.harness.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A proxy that serves. */
public record Running(String name, ProxyKind kind, Child child, InetSocketAddress address, Path directory)
        implements AutoCloseable {

    private static final long MOST_KEPT_BYTES = 1 << 20;

    /** The process; all others of it are below. */
    public ProcessHandle process() {
        return child.handle();
    }

    /** Stops it. An access log is deleted: it may have grown to hundreds of megabytes, and nobody reads it. */
    @Override
    public void close() {
        child.close();
        List.of("log", "access.log").forEach(name -> deleteIfBig(directory.resolve(name)));
    }

    private static void deleteIfBig(Path log) {
        try {
            if (Files.exists(log) && Files.size(log) > MOST_KEPT_BYTES) {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
