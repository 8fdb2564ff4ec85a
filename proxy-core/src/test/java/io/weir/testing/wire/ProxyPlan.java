package io.weir.testing.wire;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.ServerSettings;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Network;
import io.weir.forwarded.TrustedPeers;
import io.weir.route.RouteSettings;
import io.weir.settings.ClientSettings;
import io.weir.settings.Limits;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import io.weir.socket.SocketSettings;
import io.weir.time.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The proxy that a test wants. One listener, named {@code front}, unless it says otherwise. */
public final class ProxyPlan {

    /** The smallest send buffer that fits the other settings. */
    public static final int LEAST_SOCKET_BUFFER = 64 * 1024;

    static final String HOLD = "hold";

    private final Scene scene;
    private final Consumer<RunningProxy> keeper;
    private final List<ListenerSettings> listeners = new ArrayList<>();
    private final Map<String, ProxyProtocol> proxyProtocols = new HashMap<>();
    private final Map<String, List<ServerSettings>> backends = new LinkedHashMap<>();
    private final Map<Phase, Duration> timeouts = new EnumMap<>(Phase.class);
    private BufferSettings buffers = new BufferSettings(64, 16 * 1024, 2, 0.5, 1);
    // No test is to be hindered by a pause that it is not about.
    private Limits limits = Limits.DEFAULT.withQueueAge(Duration.ofSeconds(100));
    // Enough for all sockets of any test to be of the same size, so that back connections can always be used again.
    private SocketSettings sockets = SocketSettings.DEFAULT.withMemory(64L << 30);
    private Reuse reuse = Reuse.SHARED;
    private int loops = 2;
    private Ticker ticker = Ticker.SYSTEM;
    private @Nullable ScriptedServer holder;

    ProxyPlan(Scene scene, Consumer<RunningProxy> keeper) {
        this.scene = scene;
        this.keeper = keeper;
    }

    /** Adds a server without limits to a backend. */
    public ProxyPlan server(String backend, InetSocketAddress address) {
        return server(backend, address, ServerSettings.DEFAULT_WEIGHT, 0);
    }

    public ProxyPlan server(String backend, InetSocketAddress address, int weight, int maxConnections) {
        List<ServerSettings> servers = backends.computeIfAbsent(backend, ignored -> new ArrayList<>());
        servers.add(new ServerSettings("s" + (servers.size() + 1), address, weight, maxConnections));
        return this;
    }

    /** Adds a server of a name that it keeps, whatever other plans have before it. */
    public ProxyPlan server(String backend, String name, InetSocketAddress address, int weight, int maxConnections) {
        backends.computeIfAbsent(backend, ignored -> new ArrayList<>())
                .add(new ServerSettings(name, address, weight, maxConnections));
        return this;
    }

    /** Adds a listener as it is given. */
    public ProxyPlan listener(ListenerSettings listener) {
        listeners.add(listener);
        return this;
    }

    /** Sockets that may listen at the same time, for which the memory sum has room. */
    public ProxyPlan listeners(int most) {
        limits = limits.withListeners(most);
        return this;
    }

    public ProxyPlan listener(String name, Protocol protocol, RouteSettings... routes) {
        return listener(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), protocol, routes);
    }

    /** Adds a listener at an address that the test has from {@link Scene#nobody()}: nobody else listens there when it has ended. */
    public ProxyPlan listener(String name, InetSocketAddress bind, Protocol protocol, RouteSettings... routes) {
        listeners.add(new ListenerSettings(name, bind, protocol, List.of(routes)));
        return this;
    }

    /** Has its only listener listen on this address. */
    public ProxyPlan on(InetSocketAddress address) {
        ListenerSettings only = listeners.remove(0);
        listeners.add(new ListenerSettings(only.name(), address, only.protocol(), only.routes()));
        return this;
    }

    /** Adds a listener by which {@link RunningProxy#hold()} takes buffers out of the pool, all of them if it likes. */
    public ProxyPlan holdable() throws IOException {
        holder = scene.serverOfReceiveBuffer(4096);
        stallQuota(1);
        socketBuffers(LEAST_SOCKET_BUFFER);
        return listener(HOLD, Protocol.HTTP, RouteSettings.everything(HOLD)).server(HOLD, holder.address());
    }

    /** Ordinary buffers, and buffers kept back for each event loop. */
    public ProxyPlan buffers(int count, int reserve) {
        buffers = new BufferSettings(count, buffers.size(), reserve, buffers.stallQuota(), buffers.clientShare());
        return this;
    }

    public ProxyPlan bufferSize(int bytes) {
        buffers = new BufferSettings(
                buffers.count(), bytes, buffers.reserve(), buffers.stallQuota(), buffers.clientShare());
        return this;
    }

    public ProxyPlan stallQuota(double part) {
        buffers = new BufferSettings(buffers.count(), buffers.size(), buffers.reserve(), part, buffers.clientShare());
        return this;
    }

    public ProxyPlan loops(int count) {
        loops = count;
        return this;
    }

    /** Lets all timers of the proxy, and all ages that it tells, go by this clock. The limit of a drain is real time all the same. */
    public ProxyPlan clock(HeldClock clock) {
        ticker = clock;
        return this;
    }

    /** Whose exchanges may follow each other on a connection to a server, of all backends. */
    public ProxyPlan reuse(Reuse by) {
        reuse = by;
        return this;
    }

    public ProxyPlan timeout(Phase phase, Duration limit) {
        timeouts.put(phase, limit);
        return this;
    }

    public ProxyPlan connections(int most) {
        limits = limits.withConnections(most);
        return this;
    }

    public ProxyPlan parkedBytes(long most) {
        limits = limits.withParkedBytes(most);
        return this;
    }

    /** Part of the stall quota from which on one client leaves the rest to others. */
    public ProxyPlan clientShare(double part) {
        buffers = new BufferSettings(buffers.count(), buffers.size(), buffers.reserve(), buffers.stallQuota(), part);
        return this;
    }

    /** Age of the oldest request in line from which on nobody is accepted. */
    public ProxyPlan queueAge(Duration age) {
        limits = limits.withQueueAge(age);
        return this;
    }

    /** Connections that a client may have. */
    public ProxyPlan connectionsPerClient(int most) {
        limits = limits.withConnectionsPerClient(most);
        return this;
    }

    /** Adds a listener for HTTP that trusts who is in these networks. */
    public ProxyPlan trustingListener(String name, String backend, String... networks) {
        return listener(name, Protocol.HTTP, RouteSettings.everything(backend), false, networks);
    }

    /** Adds a listener for HTTP with one route that trusts who is in these networks. */
    public ProxyPlan trustingListener(String name, RouteSettings route, String... networks) {
        return listener(name, Protocol.HTTP, route, false, networks);
    }

    /** Adds a listener whose connections begin with a header of PROXY protocol, from who is in these networks. */
    public ProxyPlan introducedListener(String name, Protocol protocol, String backend, String... networks) {
        return listener(name, protocol, RouteSettings.everything(backend), true, networks);
    }

    private ProxyPlan listener(
            String name, Protocol protocol, RouteSettings route, boolean introduced, String... networks) {
        List<Network> trusted = Stream.of(networks)
                .map(network -> Network.parse(network).orElseThrow())
                .toList();
        listeners.add(new ListenerSettings(
                name,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                protocol,
                List.of(route),
                ListenerSettings.DEFAULT_UPGRADES,
                new ClientSettings(new TrustedPeers(trusted), ForwardedMode.X_FORWARDED, introduced)));
        return this;
    }

    /** Adds a server that is told of the client before the first byte. */
    public ProxyPlan introducingServer(String backend, InetSocketAddress address, ProxyProtocol version) {
        proxyProtocols.put(backend, version);
        return server(backend, address);
    }

    /** Requests after which a client's connection is closed. */
    public ProxyPlan requestsPerConnection(int most) {
        limits = limits.withRequestsPerConnection(most);
        return this;
    }

    /** So many configurations in use at the same time. */
    public ProxyPlan generations(int most) {
        limits = limits.withGenerations(most);
        return this;
    }

    /** Bytes a second below which a holder makes no progress. */
    public ProxyPlan minRate(int bytesPerSecond) {
        limits = limits.withMinRate(bytesPerSecond);
        return this;
    }

    /** Send and receive buffers of the proxy's sockets. */
    public ProxyPlan socketBuffers(int bytes) {
        sockets = sockets.withBuffers(bytes, bytes);
        return this;
    }

    public ProxyPlan sockets(SocketSettings settings) {
        sockets = settings;
        return this;
    }

    public WeirSettings settings() {
        return new WeirSettings(
                loops,
                buffers,
                listeners,
                backends.entrySet().stream()
                        .map(entry -> new BackendSettings(
                                entry.getKey(),
                                entry.getValue(),
                                proxyProtocols.getOrDefault(entry.getKey(), ProxyProtocol.OFF),
                                reuse))
                        .toList(),
                Phase.timeouts(timeouts),
                limits,
                sockets);
    }

    public RunningProxy start() {
        RunningProxy proxy = new RunningProxy(settings(), holder, ticker);
        keeper.accept(proxy);
        return proxy;
    }
}
