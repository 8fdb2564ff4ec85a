package io.weir;

import io.weir.backend.BackendSettings;
import io.weir.settings.Limits;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Timeouts;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that {@link Weir} is told, when it starts or by a reload. Immutable.
 *
 * @param eventLoops threads that carry traffic; 0 means one per core
 * @param listeners at least one, with distinct names
 * @param backends every one that a listener's routes name, with distinct names
 */
public record WeirSettings(
        int eventLoops,
        BufferSettings buffers,
        List<ListenerSettings> listeners,
        List<BackendSettings> backends,
        Timeouts timeouts,
        Limits limits,
        SocketSettings sockets) {

    /** A socket's send buffer is at least so many times as large as a buffer of the pool. */
    public static final int BUFFERS_PER_SEND_BUFFER = 4;

    public WeirSettings {
        listeners = List.copyOf(listeners);
        backends = List.copyOf(backends);
        if (eventLoops < 0) {
            throw new IllegalArgumentException("eventLoops: " + eventLoops + " (expected: >= 0)");
        }
        requireDistinct(
                "listeners", listeners.stream().map(ListenerSettings::name).toList());
        List<String> names = backends.stream().map(BackendSettings::name).toList();
        requireDistinct("backends", names);
        requireRoom(buffers, limits, sockets);
        requireMemory(limits, sockets, listeners.size());
        for (ListenerSettings listener : listeners) {
            listener.routes().stream()
                    .flatMap(route -> route.backend().stream())
                    .forEach(backend -> requireKnown(listener.name(), backend, names));
        }
    }

    /** Settings with the defaults for all that is not about who talks to whom. */
    public static WeirSettings of(List<ListenerSettings> listeners, List<BackendSettings> backends) {
        return new WeirSettings(
                0,
                BufferSettings.DEFAULT,
                listeners,
                backends,
                Timeouts.DEFAULT,
                Limits.DEFAULT,
                SocketSettings.DEFAULT);
    }

    /** The number of event loops, with the default worked out. */
    public int effectiveEventLoops() {
        return eventLoops > 0 ? eventLoops : Runtime.getRuntime().availableProcessors();
    }

    /** The most sockets of each kind at the same time. */
    public SocketCounts socketCounts() {
        return socketCounts(limits, listeners.size());
    }

    /** The most sockets of each kind, within such limits and with so many listeners configured: an exchange has one back connection at most. */
    public static SocketCounts socketCounts(Limits limits, int listeners) {
        return new SocketCounts(limits.connections(), limits.exchanges(), Math.max(listeners, limits.listeners()));
    }

    /** The same with other buffers. */
    public WeirSettings withBuffers(BufferSettings other) {
        return new WeirSettings(eventLoops, other, listeners, backends, timeouts, limits, sockets);
    }

    /** The same with other timeouts. */
    public WeirSettings withTimeouts(Timeouts other) {
        return new WeirSettings(eventLoops, buffers, listeners, backends, other, limits, sockets);
    }

    /** The same with other limits. */
    public WeirSettings withLimits(Limits other) {
        return new WeirSettings(eventLoops, buffers, listeners, backends, timeouts, other, sockets);
    }

    /** The same with other socket options. */
    public WeirSettings withSockets(SocketSettings other) {
        return new WeirSettings(eventLoops, buffers, listeners, backends, timeouts, limits, other);
    }

    /** The same with another number of event loops. */
    public WeirSettings withEventLoops(int other) {
        return new WeirSettings(other, buffers, listeners, backends, timeouts, limits, sockets);
    }

    // Stall isolation reckons with what a socket takes at once: see docs/adr/0005-room.md.
    private static void requireRoom(BufferSettings buffers, Limits limits, SocketSettings sockets) {
        int sendBuffer = sockets.sendBuffer();
        int least = Math.max(limits.earlyBytes(), BUFFERS_PER_SEND_BUFFER * buffers.size());
        if (sendBuffer > 0 && sendBuffer < least) {
            throw new IllegalArgumentException("sendBuffer: " + sendBuffer + " (expected: 0, or >= " + least
                    + ": earlyBytes and " + BUFFERS_PER_SEND_BUFFER + " buffers must fit)");
        }
    }

    private static void requireMemory(Limits limits, SocketSettings sockets, int listeners) {
        SocketCounts most = socketCounts(limits, listeners);
        long least = SocketBudget.leastBytes(sockets, most);
        if (sockets.memory() < least) {
            throw new IllegalArgumentException("memory: " + sockets.memory() + " (expected: >= " + least + " for "
                    + limits.connections() + " front connections, " + limits.exchanges()
                    + " back connections, and a backlog of " + sockets.backlog() + " for each of " + most.listeners()
                    + " listeners)");
        }
    }

    private static void requireDistinct(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + ": " + name + " twice (expected: distinct names)");
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException(what + ": none (expected: at least one)");
        }
    }

    private static void requireKnown(String listener, String backend, List<String> names) {
        if (!names.contains(backend)) {
            throw new IllegalArgumentException(
                    "backend: " + backend + " (expected: one of " + names + ") in listener " + listener);
        }
    }
}
