package io.weir.server.config;

import static io.weir.server.config.ValueTypes.bindAddress;
import static io.weir.server.config.ValueTypes.blocks;
import static io.weir.server.config.ValueTypes.duration;
import static io.weir.server.config.ValueTypes.fraction;
import static io.weir.server.config.ValueTypes.intSize;
import static io.weir.server.config.ValueTypes.name;
import static io.weir.server.config.ValueTypes.networks;
import static io.weir.server.config.ValueTypes.onOrOff;
import static io.weir.server.config.ValueTypes.oneOf;
import static io.weir.server.config.ValueTypes.protocols;
import static io.weir.server.config.ValueTypes.serverAddress;
import static io.weir.server.config.ValueTypes.size;
import static io.weir.server.config.ValueTypes.wholeNumber;

import com.typesafe.config.ConfigList;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.ServerSettings;
import io.weir.buffer.PoolLimits;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.TrustedPeers;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key, declared once: where it stands and what may be its value. */
final class Keys {

    private static final List<Key<?>> ALL = new ArrayList<>();
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    static final Key<Integer> EVENT_LOOPS =
            key("weir.event-loops", wholeNumber(1, 256).orWord("auto", 0));

    static final Key<Long> MEMORY =
            key("weir.memory", size(64L * MIB, 1024L * 1024 * MIB).orWord("auto", 0L));

    // Bounds that keep count + reserve x event loops below PoolLimits.MAX_BUFFERS whatever is chosen.
    static final Key<Integer> BUFFER_SIZE = key("weir.buffers.size", intSize(PoolLimits.MIN_SIZE, 16 * MIB));
    static final Key<Integer> BUFFER_COUNT =
            key("weir.buffers.count", wholeNumber(1, 1_000_000).orWord("auto", 0));
    static final Key<Integer> BUFFER_RESERVE = key("weir.buffers.reserve", wholeNumber(0, 64));
    static final Key<Double> STALL_QUOTA = key("weir.buffers.stall-quota", fraction());
    static final Key<Double> CLIENT_SHARE = key("weir.buffers.client-share", fraction());

    static final Key<InetSocketAddress> BIND = key("weir.listeners.NAME.bind", bindAddress());
    static final Key<Protocol> PROTOCOL = key("weir.listeners.NAME.protocol", oneOf(Protocol.class));
    static final Key<TrustedPeers> TRUSTED = key("weir.listeners.NAME.trusted", networks());
    static final Key<ForwardedMode> FORWARDED = key("weir.listeners.NAME.forwarded", oneOf(ForwardedMode.class));
    static final Key<Boolean> PROXY_PROTOCOL = key("weir.listeners.NAME.proxy-protocol", onOrOff());
    static final Key<List<String>> UPGRADES = key("weir.listeners.NAME.upgrades", protocols());
    static final Key<String> LISTENER_BACKEND = key("weir.listeners.NAME.backend", name());
    static final Key<ConfigList> ROUTES = key("weir.listeners.NAME.routes", blocks());

    static final Key<ProxyProtocol> SENT_PROXY_PROTOCOL =
            key("weir.backends.NAME.proxy-protocol", oneOf(ProxyProtocol.class));
    static final Key<Reuse> REUSE = key("weir.backends.NAME.reuse", oneOf(Reuse.class));
    static final Key<InetSocketAddress> ADDRESS = key("weir.backends.NAME.servers.NAME.address", serverAddress());
    static final Key<Integer> WEIGHT =
            key("weir.backends.NAME.servers.NAME.weight", wholeNumber(0, ServerSettings.MAX_WEIGHT));
    static final Key<Integer> MAX_CONNECTIONS = key(
            "weir.backends.NAME.servers.NAME.max-connections",
            wholeNumber(1, 1_000_000).orWord("unlimited", 0));

    static final Key<Duration> CONNECT = timeout("connect");
    static final Key<Duration> REQUEST_HEAD = timeout("request-head");
    static final Key<Duration> REQUEST_IDLE = timeout("request-idle");
    static final Key<Duration> BUFFER = timeout("buffer");
    static final Key<Duration> SLOT = timeout("slot");
    static final Key<Duration> RESPONSE_HEAD = timeout("response-head");
    static final Key<Duration> RESPONSE_IDLE = timeout("response-idle");
    static final Key<Duration> WRITE_STALL = timeout("write-stall");
    static final Key<Duration> STALLED = timeout("stalled");
    static final Key<Duration> KEEP_ALIVE = timeout("keep-alive");
    static final Key<Duration> SERVER_KEEP_ALIVE = timeout("server-keep-alive");
    static final Key<Duration> TUNNEL_IDLE = timeout("tunnel-idle");
    static final Key<Duration> DRAIN = timeout("drain");
    static final Key<Duration> OLD_GENERATION = key(
            "weir.timeouts.old-generation",
            duration(Duration.ofMillis(1), Timeouts.MAX).orWord("off", Duration.ZERO));

    static final Key<Integer> CONNECTIONS =
            key("weir.limits.connections", wholeNumber(1, 1_000_000).orWord("auto", 0));
    static final Key<Integer> FIELDS = key("weir.limits.fields", wholeNumber(1, 10_000));
    static final Key<Integer> EARLY_BYTES = key("weir.limits.early-bytes", intSize(0, 1024 * MIB));
    static final Key<Long> PARKED_BYTES = key("weir.limits.parked-bytes", size(0, 64L * 1024 * MIB));
    static final Key<Duration> QUEUE_AGE = key("weir.limits.queue-age", duration(Duration.ofMillis(1), Timeouts.MAX));
    static final Key<Integer> MIN_RATE = key("weir.limits.min-rate", intSize(0, 1024 * MIB));
    static final Key<Integer> BODY_RATE = key("weir.limits.body-rate", intSize(0, 1024 * MIB));
    static final Key<Integer> REQUESTS_PER_CONNECTION =
            key("weir.limits.requests-per-connection", wholeNumber(1, 1_000_000_000));

    static final Key<Integer> CONNECTIONS_PER_CLIENT =
            key("weir.limits.connections-per-client", wholeNumber(1, 1_000_000).orWord("unlimited", 0));
    static final Key<Integer> LISTENERS =
            key("weir.limits.listeners", wholeNumber(1, 1_000).orWord("auto", 0));
    static final Key<Integer> GENERATIONS =
            key("weir.limits.generations", wholeNumber(1, 1_000).orWord("auto", 0));

    static final Key<Integer> SEND_BUFFER = key("weir.sockets.send-buffer", socketBuffer());
    static final Key<Integer> RECEIVE_BUFFER = key("weir.sockets.receive-buffer", socketBuffer());
    static final Key<Long> SOCKET_MEMORY =
            key("weir.sockets.memory", size(64 * KIB, 1024L * 1024 * MIB).orWord("auto", 0L));
    static final Key<Boolean> REUSE_PORT = key("weir.sockets.reuse-port", onOrOff());
    static final Key<Integer> BACKLOG =
            key("weir.sockets.backlog", wholeNumber(1, 65_535).orWord("auto", 0));

    static final Key<Optional<InetSocketAddress>> ADMIN_BIND =
            key("weir.admin.bind", optional(bindAddress()).orWord("off", Optional.empty()));
    static final Key<AccessLogFormat> ACCESS_LOG = key("weir.access-log.format", oneOf(AccessLogFormat.class));

    /** Without a value where files are not watched. */
    static final Key<Optional<Duration>> WATCH = key(
            "weir.reload.watch",
            optional(duration(Duration.ofSeconds(1), Duration.ofHours(1)))
                    .orWord("off", Optional.empty())
                    .orWord("on", Optional.of(Duration.ofSeconds(5))));

    /** Keys that there were once, and what to write instead: an old file must fail loudly, not be half understood. */
    static final Map<String, String> DEAD = Map.of("weir.buffers.early", "weir.limits.early-bytes");

    private Keys() {}

    static List<Key<?>> all() {
        return Stream.of(ALL, RouteKeys.all(), AdminKeys.all())
                .flatMap(List::stream)
                .toList();
    }

    private static <T> Key<T> key(String path, ValueType<T> type) {
        Key<T> key = new Key<>(path, type);
        ALL.add(key);
        return key;
    }

    private static Key<Duration> timeout(String name) {
        return key("weir.timeouts." + name, duration(Duration.ofMillis(1), Timeouts.MAX));
    }

    private static ValueType<Integer> socketBuffer() {
        return intSize(4 * KIB, 64 * MIB).orWord("kernel", 0);
    }

    /** A value that a word for none may stand for. */
    static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
        return new ValueType<>(
                type.expected(),
                type.words(),
                value -> Optional.of(type.read(value)).filter(Optional::isPresent),
                type.narrower());
    }
}
