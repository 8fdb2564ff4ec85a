package io.weir.stall.proxy;

import java.nio.file.Path;
import java.util.List;

/**
 * What every proxy is set up with.
 *
 * @param root of the project
 * @param directory for files of this proxy
 * @param port to listen on
 * @param adminPort for metrics, of those that have them
 * @param originPort where the origin listens
 * @param tcp whether it relays bytes and parses nothing
 * @param buffers how many buffers of 16 KiB it may use, where that can be said
 * @param stalled how many clients are going to stall
 * @param socketBufferBytes for each socket of those that leave it to the kernel otherwise
 * @param heap of those that run on the JVM
 * @param weirOptions more lines for Weir's configuration
 */
public record Setup(
        Path root,
        Path directory,
        int port,
        int adminPort,
        int originPort,
        boolean tcp,
        int buffers,
        int stalled,
        int socketBufferBytes,
        String heap,
        List<String> weirOptions) {

    /** For clients, servers and half-sent heads: longer than any run. */
    static final String TIMEOUT = "10m";

    public Setup {
        weirOptions = List.copyOf(weirOptions);
    }
}
