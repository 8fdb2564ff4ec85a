package io.weir.server.config;

import io.weir.BufferSettings;
import io.weir.WeirSettings;
import io.weir.server.text.Amounts;
import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import io.weir.socket.SocketBudget;
import io.weir.socket.SocketCounts;
import io.weir.socket.SocketSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Makes settings of a configuration, block by block. */
final class SettingsReader {

    private final Section weir;
    private final Problems problems;
    private final Bounds bounds;
    private final TokenFiles tokenFiles;

    SettingsReader(Section root, Problems problems, Bounds bounds, TokenFiles tokenFiles) {
        this.weir = root.section("weir");
        this.problems = problems;
        this.bounds = bounds;
        this.tokenFiles = tokenFiles;
    }

    /** The settings; nothing if there are problems, all of which are noted by then. */
    Optional<ProgramSettings> read() {
        int eventLoops = weir.value(Keys.EVENT_LOOPS);
        long memory = weir.value(Keys.MEMORY);
        Section buffersSection = weir.section("buffers");
        Section limitsSection = weir.section("limits");
        Section socketsSection = weir.section("sockets");
        EnumSet<Automatic> automatic = EnumSet.noneOf(Automatic.class);
        BufferSettings buffers = buffers(buffersSection, automatic);
        Expressions expressions = new Expressions(bounds);
        Topology topology = Topology.read(weir, buffers.size(), expressions);
        Timeouts timeouts = timeouts(weir.section("timeouts"));
        Limits limits = limits(limitsSection, automatic);
        int listeners = Math.max(1, topology.listeners().size());
        SocketSettings sockets = sockets(socketsSection, limits, listeners, automatic);
        limits = forSockets(socketsSection, limits, sockets, listeners, automatic);
        if (sockets.sendBuffer() > 0) {
            checkEarlyBytes(limitsSection, limits, sockets);
            checkBufferSize(buffersSection, buffers, socketsSection, sockets);
        }
        Section adminSection = weir.section("admin");
        Optional<InetSocketAddress> admin = admin(adminSection, topology);
        AdminSettings adminSettings = new AdminReader(adminSection, tokenFiles).read(weir.shown());
        AccessLogFormat accessLog = weir.section("access-log").value(Keys.ACCESS_LOG);
        Optional<Duration> watch = weir.section("reload").value(Keys.WATCH);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        WeirSettings settings = new WeirSettings(
                eventLoops, buffers, topology.listeners(), topology.backends(), timeouts, limits, sockets);
        return Optional.of(new ProgramSettings(
                settings,
                admin,
                adminSettings,
                accessLog,
                watch,
                memory == 0 ? OptionalLong.empty() : OptionalLong.of(memory),
                automatic,
                new ConfigSize(0, 0, expressions.instructions())));
    }

    private static void checkEarlyBytes(Section section, Limits limits, SocketSettings sockets) {
        if (limits.earlyBytes() > sockets.sendBuffer()) {
            section.refuse(
                    Keys.EARLY_BYTES,
                    "at most weir.sockets.send-buffer, " + Amounts.exactBytes(sockets.sendBuffer())
                            + ", which takes them without stalling");
        }
    }

    /** Blames the buffer size only if the user gave that and not the size of the send buffer. */
    private static void checkBufferSize(
            Section buffersSection, BufferSettings buffers, Section socketsSection, SocketSettings sockets) {
        long least = (long) WeirSettings.BUFFERS_PER_SEND_BUFFER * buffers.size();
        if (sockets.sendBuffer() >= least) {
            return;
        }
        if (buffersSection.has(Keys.BUFFER_SIZE) && !socketsSection.has(Keys.SEND_BUFFER)) {
            buffersSection.refuse(
                    Keys.BUFFER_SIZE,
                    "at most a quarter of weir.sockets.send-buffer, " + Amounts.exactBytes(sockets.sendBuffer()));
        } else {
            socketsSection.refuse(
                    Keys.SEND_BUFFER,
                    "kernel, or at least " + Amounts.exactBytes(least) + ", four times weir.buffers.size");
        }
    }

    /** The value, or a placeholder for what is 0 and therefore automatic. */
    private static int orAutomatic(int value, int placeholder, Automatic what, Set<Automatic> automatic) {
        if (value > 0) {
            return value;
        }
        automatic.add(what);
        return placeholder;
    }

    private static BufferSettings buffers(Section section, Set<Automatic> automatic) {
        return new BufferSettings(
                orAutomatic(
                        section.value(Keys.BUFFER_COUNT),
                        BufferSettings.DEFAULT.count(),
                        Automatic.BUFFER_COUNT,
                        automatic),
                section.value(Keys.BUFFER_SIZE),
                section.value(Keys.BUFFER_RESERVE),
                section.value(Keys.STALL_QUOTA),
                section.value(Keys.CLIENT_SHARE));
    }

    private static Timeouts timeouts(Section section) {
        return new Timeouts(
                section.value(Keys.CONNECT),
                section.value(Keys.REQUEST_HEAD),
                section.value(Keys.REQUEST_IDLE),
                section.value(Keys.BUFFER),
                section.value(Keys.SLOT),
                section.value(Keys.RESPONSE_HEAD),
                section.value(Keys.RESPONSE_IDLE),
                section.value(Keys.WRITE_STALL),
                section.value(Keys.STALLED),
                section.value(Keys.KEEP_ALIVE),
                section.value(Keys.SERVER_KEEP_ALIVE),
                section.value(Keys.TUNNEL_IDLE),
                section.value(Keys.DRAIN),
                section.value(Keys.OLD_GENERATION));
    }

    private static Limits limits(Section section, Set<Automatic> automatic) {
        return new Limits(
                orAutomatic(
                        section.value(Keys.CONNECTIONS),
                        Limits.DEFAULT.connections(),
                        Automatic.CONNECTIONS,
                        automatic),
                section.value(Keys.FIELDS),
                section.value(Keys.EARLY_BYTES),
                section.value(Keys.PARKED_BYTES),
                section.value(Keys.QUEUE_AGE),
                section.value(Keys.MIN_RATE),
                section.value(Keys.BODY_RATE),
                section.value(Keys.REQUESTS_PER_CONNECTION),
                section.value(Keys.CONNECTIONS_PER_CLIENT),
                section.value(Keys.LISTENERS),
                orAutomatic(
                        section.value(Keys.GENERATIONS), Limits.MOST_GENERATIONS, Automatic.GENERATIONS, automatic));
    }

    private static SocketSettings sockets(Section section, Limits limits, int listeners, Set<Automatic> automatic) {
        long memory = section.value(Keys.SOCKET_MEMORY);
        // A backlog that is still to be worked out must not make given memory too small.
        int backlog = memory > 0 ? 1 : SocketSettings.DEFAULT.backlog();
        SocketSettings sockets = new SocketSettings(
                section.value(Keys.SEND_BUFFER),
                section.value(Keys.RECEIVE_BUFFER),
                orAutomatic(section.value(Keys.BACKLOG), backlog, Automatic.BACKLOG, automatic),
                SocketSettings.DEFAULT.memory(),
                section.value(Keys.REUSE_PORT));
        if (memory > 0) {
            return sockets.withMemory(memory);
        }
        automatic.add(Automatic.SOCKET_MEMORY);
        long least = SocketBudget.leastBytes(sockets, WeirSettings.socketCounts(limits, listeners));
        return sockets.withMemory(Math.max(sockets.memory(), least));
    }

    /** Blames the memory of sockets if it is too small for so many clients; where their number is automatic, it follows. */
    private static Limits forSockets(
            Section section, Limits limits, SocketSettings sockets, int listeners, Set<Automatic> automatic) {
        if (sockets.memory() >= SocketBudget.leastBytes(sockets, WeirSettings.socketCounts(limits, listeners))) {
            return limits;
        }
        boolean follows = automatic.contains(Automatic.CONNECTIONS);
        Limits least = follows ? limits.withConnections(1) : limits;
        long backlog = SocketBudget.leastBytes(sockets, new SocketCounts(0, 0, listeners));
        long fit = (sockets.memory() - backlog) / SocketBudget.leastBytes(sockets, SocketCounts.ONE_CLIENT);
        if (fit < least.connections()) {
            section.refuse(
                    Keys.SOCKET_MEMORY,
                    "auto, or at least "
                            + Amounts.exactBytes(
                                    SocketBudget.leastBytes(sockets, WeirSettings.socketCounts(least, listeners)))
                            + " for the connections of weir.limits and weir.sockets.backlog");
        }
        return limits.withConnections((int) Math.max(1, fit));
    }

    private static Optional<InetSocketAddress> admin(Section section, Topology topology) {
        Optional<InetSocketAddress> bind = section.value(Keys.ADMIN_BIND);
        bind.ifPresent(address -> {
            topology.bindings().claim(section, Keys.ADMIN_BIND, address);
            topology.refuseServersAt(address);
        });
        return bind;
    }
}
