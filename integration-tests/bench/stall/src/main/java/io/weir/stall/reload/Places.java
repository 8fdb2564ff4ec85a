package io.weir.stall.reload;

import io.weir.bench.harness.FreePorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Addresses of one run, all on the loopback.
 *
 * @param main the listener that stays
 * @param others listeners that come and go
 * @param admin Weir's admin listener
 * @param origin server of small answers and downloads
 * @param echo server of WebSockets
 */
record Places(
        InetSocketAddress main,
        List<InetSocketAddress> others,
        InetSocketAddress admin,
        InetSocketAddress origin,
        InetSocketAddress echo) {

    private static final int OTHERS = 3;

    Places {
        others = List.copyOf(others);
    }

    /** Free ports, beside an echo server that listens already. */
    static Places besides(InetSocketAddress echo) {
        return new Places(free(), Stream.generate(Places::free).limit(OTHERS).toList(), free(), free(), echo);
    }

    /** The same servers behind another Weir. */
    Places another() {
        return new Places(free(), Stream.generate(Places::free).limit(OTHERS).toList(), free(), origin, echo);
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next());
    }
}
