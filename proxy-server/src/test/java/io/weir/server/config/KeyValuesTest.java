package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.BufferSettings;
import io.weir.backend.ProxyProtocol;
import io.weir.backend.Reuse;
import io.weir.backend.ServerSettings;
import io.weir.forwarded.ForwardedMode;
import io.weir.forwarded.Network;
import io.weir.server.access.Tokens;
import io.weir.settings.Limits;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import io.weir.settings.Timeouts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key: what it takes, what it does not take, and what it says then. */
final class KeyValuesTest {

    private static final int LONGEST_QUOTE = 80;
    private static final String ONE = "weir.backends.shop.servers.one.";
    private static final String WEB = "weir.listeners.web.";
    private static final String NETWORKS =
            "a list of addresses and networks, such as [ \"10.0.0.0/8\", \"::1\" ], with zeros behind the prefix";
    private static final String HOST_NAMES =
            "a list of names without ports, such as [ weir, metrics.example.org ], or \"weir, metrics.example.org\"";
    private static final String SOCKET =
            "off, or the absolute path of a Unix socket, such as \"/run/weir/admin.sock\", of at most 107 bytes, and 96 up to its last slash";
    private static final String TOKEN =
            "off, or the absolute path of a file that holds the token, such as \"/run/secrets/weir\"";
    private static final String OPEN =
            "none, or a list of health and metrics, such as [ health, metrics ], or \"health, metrics\"";
    private static final String UPGRADES = "a list of protocols, such as [ websocket ], without h2c";
    private static final String DURATION = "a duration with unit from 1ms to 7d, such as 30s";
    private static final String WATCH = "on, or off, or a duration with unit from 1s to 1h, such as 30s";
    private static final String SOCKET_BUFFER = "kernel, or a size from 4KiB to 64MiB, such as 64KiB";
    private static final String BIND =
            "an address of this machine, such as \"127.0.0.1:8080\" or \"[::1]:8080\", or a port such as 8080 for all interfaces";
    private static final String SERVER =
            "\"host:port\", such as \"127.0.0.1:9000\" or \"[::1]:9000\", or a host for port 80; ports end at 65535";

    private static final String PATH_OF_SERVER =
            "an address without a path; replace-prefix of a route changes the path of requests";

    @TempDir
    private Path directory;

    static Stream<Arguments> taken() {
        return Stream.of(
                takes("weir.memory", "400MiB", ProgramSettings::memory, OptionalLong.of(400L << 20)),
                takes("weir.memory", "auto", ProgramSettings::memory, OptionalLong.empty()),
                takes("weir.event-loops", "4", settings -> settings.weir().eventLoops(), 4),
                takes("weir.event-loops", "auto", settings -> settings.weir().eventLoops(), 0),
                takes(
                        "weir.buffers.size",
                        "32KiB",
                        settings -> buffers(settings).size(),
                        32 * 1024),
                takes("weir.buffers.size", "8k", settings -> buffers(settings).size(), 8 * 1024),
                takes("weir.buffers.size", "4kB", settings -> buffers(settings).size(), 4000),
                takes("weir.buffers.size", "2048", settings -> buffers(settings).size(), 2048),
                takes("weir.buffers.count", "3", settings -> buffers(settings).count(), 3),
                takes(
                        "weir.buffers.count",
                        "\"3\"",
                        settings -> buffers(settings).count(),
                        3),
                takes("weir.buffers.reserve", "0", settings -> buffers(settings).reserve(), 0),
                takes(
                        "weir.buffers.stall-quota",
                        "0.25",
                        settings -> buffers(settings).stallQuota(),
                        0.25),
                takes(
                        "weir.buffers.stall-quota",
                        "1",
                        settings -> buffers(settings).stallQuota(),
                        1.0),
                takes(
                        "weir.buffers.client-share",
                        "0.1",
                        settings -> buffers(settings).clientShare(),
                        0.1),
                takes(WEB + "bind", "\"127.0.0.1:81\"", KeyValuesTest::bind, Loading.address("127.0.0.1", 81)),
                takes(WEB + "bind", "\"[::1]:81\"", KeyValuesTest::bind, Loading.address("::1", 81)),
                takes(WEB + "bind", "\":81\"", KeyValuesTest::bind, new InetSocketAddress(81)),
                takes(WEB + "bind", "81", KeyValuesTest::bind, new InetSocketAddress(81)),
                takes(WEB + "bind", "\"*:81\"", KeyValuesTest::bind, new InetSocketAddress(81)),
                takes(WEB + "bind", "\"http://*:81/\"", KeyValuesTest::bind, new InetSocketAddress(81)),
                takes(WEB + "bind", "\"HTTP://[::1]:81\"", KeyValuesTest::bind, Loading.address("::1", 81)),
                takes(
                        WEB + "bind",
                        "\"localhost:81\"",
                        KeyValuesTest::bind,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 81)),
                takes(
                        WEB + "trusted",
                        "[ \"10.0.0.0/8\", \"fd00::/8\", 127.0.0.1 ]",
                        settings -> listener(settings).clients().trusted().networks(),
                        Stream.of("10.0.0.0/8", "fd00::/8", "127.0.0.1")
                                .map(network -> Network.parse(network).orElseThrow())
                                .toList()),
                takes(
                        WEB + "proxy-protocol",
                        "on, " + WEB + "trusted = [ 10.0.0.1 ]",
                        settings -> listener(settings).clients().proxyProtocol(),
                        true),
                takes(
                        WEB + "proxy-protocol",
                        "off",
                        settings -> listener(settings).clients().proxyProtocol(),
                        false),
                takes("weir.backends.shop.proxy-protocol", "v1", KeyValuesTest::proxyProtocol, ProxyProtocol.V1),
                takes("weir.backends.shop.proxy-protocol", "v2", KeyValuesTest::proxyProtocol, ProxyProtocol.V2),
                takes("weir.backends.shop.proxy-protocol", "off", KeyValuesTest::proxyProtocol, ProxyProtocol.OFF),
                takes("weir.backends.shop.reuse", "shared", KeyValuesTest::reuse, Reuse.SHARED),
                takes("weir.backends.shop.reuse", "session", KeyValuesTest::reuse, Reuse.SESSION),
                takes("weir.backends.shop.reuse", "never", KeyValuesTest::reuse, Reuse.NEVER),
                takes(WEB + "forwarded", "both", KeyValuesTest::forwarded, ForwardedMode.BOTH),
                takes(WEB + "forwarded", "rfc7239", KeyValuesTest::forwarded, ForwardedMode.RFC7239),
                takes(WEB + "forwarded", "off", KeyValuesTest::forwarded, ForwardedMode.OFF),
                takes(WEB + "upgrades", "[]", settings -> listener(settings).upgrades(), List.of()),
                takes(
                        WEB + "upgrades",
                        "[ WebSocket, tls/1.2 ]",
                        settings -> listener(settings).upgrades(),
                        List.of("WebSocket", "tls/1.2")),
                takes(WEB + "protocol", "tcp", settings -> listener(settings).protocol(), Protocol.TCP),
                takes(ONE + "address", "\"shop.test:80\"", KeyValuesTest::address, unresolved("shop.test", 80)),
                takes(ONE + "address", "\"[::1]:80\"", KeyValuesTest::address, Loading.address("::1", 80)),
                takes(ONE + "address", "\"[::1]\"", KeyValuesTest::address, Loading.address("::1", 80)),
                takes(ONE + "address", "shop.test", KeyValuesTest::address, unresolved("shop.test", 80)),
                takes(
                        ONE + "address",
                        "\"http://127.0.0.1\"",
                        KeyValuesTest::address,
                        Loading.address("127.0.0.1", 80)),
                takes(ONE + "address", "\"http://shop.test:81/\"", KeyValuesTest::address, unresolved("shop.test", 81)),
                takes(ONE + "weight", "256", settings -> server(settings).weight(), 256),
                takes(ONE + "weight", "0", settings -> server(settings).weight(), 0),
                takes(ONE + "max-connections", "1", settings -> server(settings).maxConnections(), 1),
                takes(
                        ONE + "max-connections",
                        "unlimited",
                        settings -> server(settings).maxConnections(),
                        0),
                takes(
                        "weir.timeouts.connect",
                        "1ms",
                        settings -> timeouts(settings).connect(),
                        Duration.ofMillis(1)),
                takes(
                        "weir.timeouts.request-head",
                        "2s",
                        settings -> timeouts(settings).requestHead(),
                        seconds(2)),
                takes(
                        "weir.timeouts.request-idle",
                        "3 seconds",
                        settings -> timeouts(settings).requestIdle(),
                        seconds(3)),
                takes(
                        "weir.timeouts.buffer",
                        "4m",
                        settings -> timeouts(settings).buffer(),
                        seconds(240)),
                takes("weir.timeouts.slot", "5h", settings -> timeouts(settings).slot(), Duration.ofHours(5)),
                takes(
                        "weir.timeouts.response-head",
                        "7d",
                        settings -> timeouts(settings).responseHead(),
                        Duration.ofDays(7)),
                takes(
                        "weir.timeouts.response-idle",
                        "1.5s",
                        settings -> timeouts(settings).responseIdle(),
                        Duration.ofMillis(1500)),
                takes(
                        "weir.timeouts.write-stall",
                        "8s",
                        settings -> timeouts(settings).writeStall(),
                        seconds(8)),
                takes(
                        "weir.timeouts.stalled",
                        "8500ms",
                        settings -> timeouts(settings).stalled(),
                        Duration.ofMillis(8500)),
                takes(
                        "weir.timeouts.keep-alive",
                        "9s",
                        settings -> timeouts(settings).keepAlive(),
                        seconds(9)),
                takes(
                        "weir.timeouts.server-keep-alive",
                        "10s",
                        settings -> timeouts(settings).serverKeepAlive(),
                        seconds(10)),
                takes(
                        "weir.timeouts.tunnel-idle",
                        "11s",
                        settings -> timeouts(settings).tunnelIdle(),
                        seconds(11)),
                takes(
                        "weir.timeouts.drain",
                        "12s",
                        settings -> timeouts(settings).drain(),
                        seconds(12)),
                takes(
                        "weir.limits.connections",
                        "7",
                        settings -> limits(settings).connections(),
                        7),
                takes("weir.limits.fields", "8", settings -> limits(settings).fields(), 8),
                takes(
                        "weir.limits.early-bytes",
                        "9KiB",
                        settings -> limits(settings).earlyBytes(),
                        9 * 1024),
                takes(
                        "weir.limits.early-bytes",
                        "0",
                        settings -> limits(settings).earlyBytes(),
                        0),
                takes(
                        "weir.limits.parked-bytes",
                        "10GiB",
                        settings -> limits(settings).parkedBytes(),
                        10L << 30),
                takes(
                        "weir.limits.queue-age",
                        "250ms",
                        settings -> limits(settings).queueAge(),
                        Duration.ofMillis(250)),
                takes("weir.limits.min-rate", "0", settings -> limits(settings).minRate(), 0),
                takes(
                        "weir.limits.body-rate",
                        "1KiB",
                        settings -> limits(settings).bodyRate(),
                        1024),
                takes(
                        "weir.limits.connections-per-client",
                        "50",
                        settings -> limits(settings).connectionsPerClient(),
                        50),
                takes(
                        "weir.limits.requests-per-connection",
                        "1",
                        settings -> limits(settings).requestsPerConnection(),
                        1),
                takes(
                        "weir.sockets.send-buffer",
                        "kernel",
                        settings -> settings.weir().sockets().sendBuffer(),
                        0),
                takes(
                        "weir.sockets.send-buffer",
                        "1MiB",
                        settings -> settings.weir().sockets().sendBuffer(),
                        1 << 20),
                takes(
                        "weir.sockets.receive-buffer",
                        "4KiB",
                        settings -> settings.weir().sockets().receiveBuffer(),
                        4096),
                takes(
                        "weir.sockets.receive-buffer",
                        "kernel",
                        settings -> settings.weir().sockets().receiveBuffer(),
                        0),
                takes(
                        "weir.sockets.memory",
                        "2GiB",
                        settings -> settings.weir().sockets().memory(),
                        2L << 30),
                takes("weir.buffers.count", "auto", ProgramSettings::automatic, EnumSet.allOf(Automatic.class)),
                takes(
                        "weir.limits.connections",
                        "auto",
                        ProgramSettings::automatic,
                        Set.of(
                                Automatic.CONNECTIONS,
                                Automatic.SOCKET_MEMORY,
                                Automatic.BACKLOG,
                                Automatic.GENERATIONS)),
                takes(
                        "weir.limits.connections",
                        "10",
                        ProgramSettings::automatic,
                        Set.of(Automatic.SOCKET_MEMORY, Automatic.BACKLOG, Automatic.GENERATIONS)),
                takes(
                        "weir.sockets.memory",
                        "1GiB",
                        ProgramSettings::automatic,
                        Set.of(Automatic.CONNECTIONS, Automatic.BACKLOG, Automatic.GENERATIONS)),
                takes(
                        "weir.sockets.backlog",
                        "1024",
                        ProgramSettings::automatic,
                        Set.of(Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY, Automatic.GENERATIONS)),
                takes("weir.limits.generations", "7", all -> all.weir().limits().generations(), 7),
                takes(
                        "weir.limits.generations",
                        "7",
                        ProgramSettings::automatic,
                        Set.of(Automatic.CONNECTIONS, Automatic.SOCKET_MEMORY, Automatic.BACKLOG)),
                takes(
                        "weir.sockets.backlog",
                        "5",
                        settings -> settings.weir().sockets().backlog(),
                        5),
                takes("weir.admin.bind", "off", ProgramSettings::admin, Optional.empty()),
                takes("weir.admin.bind", "9902", ProgramSettings::admin, Optional.of(new InetSocketAddress(9902))),
                takes("weir.admin.bind", "\"[::1]:0\"", ProgramSettings::admin, Optional.of(Loading.address("::1", 0))),
                takes("weir.admin.hosts", "[]", KeyValuesTest::adminHosts, List.of()),
                takes("weir.admin.hosts", "[ weir, a-1.b_c. ]", KeyValuesTest::adminHosts, List.of("weir", "a-1.b_c.")),
                takes("weir.admin.hosts", "\"weir, a.b\"", KeyValuesTest::adminHosts, List.of("weir", "a.b")),
                takes("weir.admin.socket", "off", KeyValuesTest::adminSocket, Optional.empty()),
                takes(
                        "weir.admin.socket",
                        "\"/run/weir/admin.sock\"",
                        KeyValuesTest::adminSocket,
                        Optional.of(Path.of("/run/weir/admin.sock"))),
                takes(
                        "weir.admin.tokens.read",
                        "off",
                        settings -> settings.adminSettings().tokens(),
                        Tokens.NONE),
                takes(
                        "weir.admin.tokens.write",
                        "off",
                        settings -> settings.adminSettings().tokens(),
                        Tokens.NONE),
                takes(
                        "weir.admin.open",
                        "none",
                        settings -> settings.adminSettings().open(),
                        Set.of()),
                takes(
                        "weir.admin.open",
                        "[]",
                        settings -> settings.adminSettings().open(),
                        Set.of()),
                takes(
                        "weir.admin.open",
                        "\"metrics\"",
                        settings -> settings.adminSettings().open(),
                        Set.of(AdminSettings.Open.METRICS)),
                takes("weir.reload.watch", "on", ProgramSettings::watch, Optional.of(seconds(5))),
                takes("weir.reload.watch", "off", ProgramSettings::watch, Optional.empty()),
                takes("weir.reload.watch", "1s", ProgramSettings::watch, Optional.of(seconds(1))),
                takes("weir.reload.watch", "1h", ProgramSettings::watch, Optional.of(seconds(3_600))),
                takes("weir.access-log.format", "json", ProgramSettings::accessLog, AccessLogFormat.JSON),
                takes("weir.access-log.format", "off", ProgramSettings::accessLog, AccessLogFormat.OFF));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("taken")
    void a_key_takes(String key, String value, Function<ProgramSettings, Object> getter, Object expected) {
        ProgramSettings settings = Loading.settings(directory, key + " = " + value);
        assertThat(getter.apply(settings)).isEqualTo(expected);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refuses("weir.memory", "1MiB", "auto, or a size from 64MiB to 1TiB, such as 256MiB"),
                refuses("weir.event-loops", "0", "auto, or a whole number from 1 to 256"),
                refuses("weir.event-loops", "257", "auto, or a whole number from 1 to 256"),
                refuses("weir.event-loops", "aut", "auto, or a whole number from 1 to 256; did you mean \"auto\"?"),
                refuses("weir.buffers.size", "1023", "a size from 1KiB to 16MiB, such as 64KiB"),
                refuses("weir.buffers.size", "17MiB", "a size from 1KiB to 16MiB, such as 64KiB"),
                refuses("weir.buffers.size", "16 pounds", "a size from 1KiB to 16MiB, such as 64KiB"),
                refuses("weir.buffers.count", "0", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.buffers.count", "-1", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.buffers.count", "1.5", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.buffers.count", "99999999999999999999", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.buffers.count", "many", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.buffers.count", "null", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.buffers.count", "[1]", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.buffers.reserve", "65", "a whole number from 0 to 64"),
                refuses("weir.buffers.stall-quota", "1.1", "a number from 0 to 1"),
                refuses("weir.buffers.stall-quota", "NaN", "a number from 0 to 1"),
                refuses("weir.buffers.stall-quota", "half", "a number from 0 to 1"),
                refuses(WEB + "bind", "65536", BIND),
                refuses(WEB + "bind", "localhost", BIND),
                refuses(WEB + "bind", "\"*\"", BIND),
                refuses(WEB + "bind", "\"http://8080\"", BIND),
                refuses(
                        WEB + "bind",
                        "\"https://:8443\"",
                        "http:// or no scheme, since Weir has no TLS for clients yet"),
                refuses(
                        WEB + "bind",
                        "\":80/api\"",
                        "an address without a path; path of a route matches the path of requests"),
                refuses(WEB + "bind", "\":65536\"", BIND),
                refuses(WEB + "bind", "\"::1:80\"", BIND),
                refuses(WEB + "bind", "\"[127.0.0.1]:80\"", BIND),
                refuses(WEB + "bind", "\"1.2.3.400:80\"", BIND),
                refuses(WEB + "bind", "\"no such host:80\"", BIND),
                refuses(WEB + "protocol", "htpp", "tcp or http; did you mean \"http\"?"),
                refuses(WEB + "protocol", "HTTP", "tcp or http; did you mean \"http\"?"),
                refuses(WEB + "trusted", "[\"10.1.0.0/8\"]", NETWORKS),
                refuses(WEB + "trusted", "[\"10.0.0.0/33\"]", NETWORKS),
                refuses(WEB + "trusted", "[\"localhost\"]", NETWORKS),
                refuses(WEB + "trusted", "10.0.0.1", NETWORKS),
                refuses(
                        WEB + "proxy-protocol",
                        "on",
                        "off, or in trusted who may speak for others, because nobody else is accepted"),
                refuses(WEB + "proxy-protocol", "yes", "on or off"),
                refuses("weir.backends.shop.reuse", "always", "shared, session or never"),
                refuses("weir.backends.shop.proxy-protocol", "v3", "off, v1 or v2; did you mean \"v1\"?"),
                refuses(WEB + "forwarded", "rfc7329", "x-forwarded, rfc7239, both or off; did you mean \"rfc7239\"?"),
                refuses(WEB + "upgrades", "[\"websocket\",\"h2c\"]", UPGRADES),
                refuses(WEB + "upgrades", "[\"a b\"]", UPGRADES),
                refuses(WEB + "upgrades", "websocket", UPGRADES),
                refuses(WEB + "upgrades", "[null]", UPGRADES),
                refuses(WEB + "backend", "shpo", "the name of a backend: shop; did you mean \"shop\"?"),
                refuses(ONE + "address", "\":80\"", SERVER),
                refuses(ONE + "address", "\"shop.test:0\"", SERVER),
                refuses(ONE + "address", "8080", SERVER),
                refuses(ONE + "address", "\"http://8080\"", SERVER),
                refuses(ONE + "address", "\"*:80\"", SERVER),
                refuses(ONE + "address", "\"shop.test:\"", SERVER),
                refuses(ONE + "address", "\"http://\"", SERVER),
                refuses(ONE + "address", "\"::1\"", SERVER),
                refuses(
                        ONE + "address",
                        "\"HTTPS://shop.test\"",
                        "http:// or no scheme, since Weir has no TLS to servers yet"),
                refuses(ONE + "address", "\"redis://shop.test:6379\"", "http:// or no scheme"),
                refuses(ONE + "address", "\"http://shop.test:80/api\"", PATH_OF_SERVER),
                refuses(ONE + "address", "\"shop.test/?a=b\"", PATH_OF_SERVER),
                refuses(ONE + "address", "\"shop.test:80#a\"", PATH_OF_SERVER),
                refuses(ONE + "address", "\"ann@shop.test:80\"", "an address without user name and password"),
                refuses(ONE + "weight", "257", "a whole number from 0 to 256"),
                refuses(ONE + "max-connections", "0", "unlimited, or a whole number from 1 to 1000000"),
                refuses(
                        ONE + "max-connections",
                        "unlimted",
                        "unlimited, or a whole number from 1 to 1000000; did you mean \"unlimited\"?"),
                refuses("weir.timeouts.connect", "5", DURATION),
                refuses("weir.timeouts.connect", "\"5\"", DURATION),
                refuses("weir.timeouts.request-head", "0s", DURATION),
                refuses("weir.timeouts.request-idle", "-1s", DURATION),
                refuses("weir.timeouts.buffer", "8d", DURATION),
                refuses("weir.timeouts.slot", "soon", DURATION),
                refuses("weir.timeouts.response-head", "1 fortnight", DURATION),
                refuses("weir.timeouts.response-idle", "never", DURATION),
                refuses("weir.timeouts.write-stall", "infinite", DURATION),
                refuses("weir.timeouts.stalled", "0s", DURATION),
                refuses("weir.timeouts.keep-alive", "1us", DURATION),
                refuses("weir.timeouts.server-keep-alive", "true", DURATION),
                refuses("weir.timeouts.tunnel-idle", "1e9d", DURATION),
                refuses("weir.timeouts.drain", "s", DURATION),
                refuses("weir.timeouts.old-generation", "0s", "off, or " + DURATION),
                refuses("weir.limits.connections", "0", "auto, or a whole number from 1 to 1000000"),
                refuses("weir.limits.fields", "0", "a whole number from 1 to 10000"),
                refuses("weir.limits.early-bytes", "2GiB", "a size from 0B to 1GiB, such as 64KiB"),
                refuses("weir.limits.parked-bytes", "-1", "a size from 0B to 64GiB, such as 64KiB"),
                refuses("weir.limits.queue-age", "1", DURATION),
                refuses("weir.limits.min-rate", "fast", "a size from 0B to 1GiB, such as 64KiB"),
                refuses("weir.limits.body-rate", "-1", "a size from 0B to 1GiB, such as 64KiB"),
                refuses("weir.limits.connections-per-client", "0", "unlimited, or a whole number from 1 to 1000000"),
                refuses("weir.limits.requests-per-connection", "0", "a whole number from 1 to 1000000000"),
                refuses("weir.buffers.client-share", "2", "a number from 0 to 1"),
                refuses("weir.sockets.send-buffer", "0", SOCKET_BUFFER),
                refuses("weir.sockets.receive-buffer", "65MiB", SOCKET_BUFFER),
                refuses("weir.sockets.memory", "1KiB", "auto, or a size from 64KiB to 1TiB, such as 64KiB"),
                refuses("weir.limits.listeners", "0", "auto, or a whole number from 1 to 1000"),
                refuses("weir.limits.generations", "0", "auto, or a whole number from 1 to 1000"),
                refuses("weir.sockets.reuse-port", "yes", "on or off"),
                refuses("weir.sockets.backlog", "0", "auto, or a whole number from 1 to 65535"),
                refuses("weir.admin.bind", "of", "off, or " + BIND + "; did you mean \"off\"?"),
                refuses(
                        "weir.admin.bind",
                        "\"https://:9901\"",
                        "http:// or no scheme, since Weir has no TLS for clients yet"),
                refuses("weir.admin.hosts", "[\"weir:9901\"]", HOST_NAMES),
                refuses("weir.admin.hosts", "[\"*\"]", HOST_NAMES),
                refuses("weir.admin.hosts", "[[]]", HOST_NAMES),
                refuses("weir.admin.hosts", "\"a,,b\"", HOST_NAMES),
                refuses("weir.admin.socket", "admin.sock", SOCKET),
                refuses("weir.admin.socket", "\"/run/\"", SOCKET),
                refuses("weir.admin.socket", "\"/run/" + "a".repeat(103) + "\"", SOCKET),
                refuses("weir.admin.socket", "\"/" + "a".repeat(96) + "/s\"", SOCKET),
                refuses("weir.admin.tokens.read", "[]", TOKEN),
                refuses("weir.admin.tokens.write", "[]", TOKEN),
                refuses("weir.admin.open", "[[]]", OPEN),
                refuses("weir.reload.watch", "999ms", WATCH),
                refuses("weir.reload.watch", "61m", WATCH),
                refuses("weir.reload.watch", "5", WATCH),
                refuses("weir.reload.watch", "true", WATCH),
                refuses("weir.reload.watch", "null", WATCH),
                refuses("weir.reload.watch", "onn", WATCH + "; did you mean \"on\"?"),
                refuses("weir.reload.watch", "oof", WATCH + "; did you mean \"off\"?"),
                refuses("weir.access-log.format", "jsn", "text, json or off; did you mean \"json\"?"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("refused")
    void a_key_refuses_and_says_what_it_expects(String key, String value, String expected) {
        String plain = value.startsWith("[") ? value : value.replace("\"", "");
        String shown = plain.length() <= LONGEST_QUOTE ? plain : plain.substring(0, LONGEST_QUOTE) + "...";
        assertThat(Loading.problems(directory, Loading.MINIMUM + key + " = " + value))
                .containsExactly("weir.conf:2: " + key + ": " + shown + " (expected: " + expected + ")");
    }

    @Test
    void every_key_has_a_value_that_it_refuses() {
        List<Object> tested = Stream.concat(taken(), refused())
                .map(arguments -> arguments.get()[0])
                .toList();
        List<String> keys = Keys.all().stream()
                .map(Key::path)
                .filter(path -> !path.contains("routes"))
                .map(path -> path.replace("listeners.NAME", "listeners.web")
                        .replace("backends.NAME", "backends.shop")
                        .replace("servers.NAME", "servers.one"))
                .toList();
        assertThat(tested).containsAll(List.<Object>copyOf(keys));
    }

    private static Arguments takes(
            String key, String value, Function<ProgramSettings, Object> getter, Object expected) {
        return arguments(key, value, getter, expected);
    }

    private static Arguments refuses(String key, String value, String expected) {
        return arguments(key, value, expected);
    }

    private static BufferSettings buffers(ProgramSettings settings) {
        return settings.weir().buffers();
    }

    private static Timeouts timeouts(ProgramSettings settings) {
        return settings.weir().timeouts();
    }

    private static Limits limits(ProgramSettings settings) {
        return settings.weir().limits();
    }

    private static Reuse reuse(ProgramSettings settings) {
        return settings.weir().backends().get(0).reuse();
    }

    private static ProxyProtocol proxyProtocol(ProgramSettings settings) {
        return settings.weir().backends().get(0).proxyProtocol();
    }

    private static List<String> adminHosts(ProgramSettings settings) {
        return settings.adminSettings().hosts();
    }

    private static Optional<Path> adminSocket(ProgramSettings settings) {
        return settings.adminSettings().socket();
    }

    private static ForwardedMode forwarded(ProgramSettings settings) {
        return listener(settings).clients().forwarded();
    }

    private static ListenerSettings listener(ProgramSettings settings) {
        return settings.weir().listeners().get(0);
    }

    private static InetSocketAddress bind(ProgramSettings settings) {
        return listener(settings).bind();
    }

    private static ServerSettings server(ProgramSettings settings) {
        return settings.weir().backends().get(0).servers().get(0);
    }

    private static InetSocketAddress address(ProgramSettings settings) {
        return server(settings).address();
    }

    private static InetSocketAddress unresolved(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
