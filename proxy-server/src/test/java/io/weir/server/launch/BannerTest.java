package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.WeirSettings;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.route.RouteSettings;
import io.weir.server.access.Token;
import io.weir.server.access.Tokens;
import io.weir.server.config.AccessLogFormat;
import io.weir.server.config.AdminSettings;
import io.weir.server.config.ConfigSize;
import io.weir.server.config.ProgramSettings;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import io.weir.socket.SocketSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BannerTest {

    private static final long GIB = 1L << 30;
    private static final List<String> WHO = List.of(
            "  listener  web http 127.0.0.1:4711 -> api.shop.test/v1 api, shop",
            "  backend   api: a api.test:80 weight 3 max-connections 10",
            "  backend   shop: one shop.test:80",
            "  buffers   1024 x 16KiB + 4 in reserve = 16.1 MiB, and never more",
            "  memory    1.7 GiB at most, of 2.0 GiB (limit of the container)");
    private static final List<String> SUM = List.of(
            "            +    16.1 MiB  buffers: (1024 + 2 x 2 event loops) x 16KiB",
            "            +     1.0 GiB  Java heap, -Xmx",
            "                  2.3 MiB    of it: configurations: one, up to 49 before it, and the next",
            "                 39.1 MiB    of it: 10000 front connections",
            "                 19.5 MiB    of it: 10000 exchanges",
            "                 33.0 MiB    of it: 11250 back connections",
            "            +    64.0 MiB  the JVM itself: classes, code (estimate)",
            "            +    24.0 MiB  files of the JVM and the program, mapped (estimate)",
            "            +     2.8 MiB  stacks of 22 threads (estimate)",
            "            +     4.0 MiB  Netty's own allocator, -Dio.netty.maxDirectMemory",
            "            +    43.1 MiB  kernel: sockets of 10000 front connections, and of admin",
            "            +    43.9 MiB  kernel: sockets of 11250 back connections, 10000 of them for exchanges",
            "            +   221.5 MiB  kernel: buffers of front connections, from weir.sockets.memory",
            "            +   221.5 MiB  kernel: buffers of back connections, from weir.sockets.memory",
            "            +    69.3 MiB  kernel: 65 connections not accepted yet, receive buffer 512KiB,"
                    + " weir.sockets.backlog + 1 per listener",
            "            =     1.7 GiB  needed",
            "                  2.0 GiB  limit of the container",
            "            at most 10000 front connections, 10000 exchanges and 11250 back connections;"
                    + " weir.sockets.memory 512.0 MiB: for a front as for a back connection 1.8 MiB for each of the first 10,"
                    + " 16.0 KiB for the last",
            "            21367 descriptors at most, of 30000");
    private static final List<String> REST = List.of(
            "  note      weir.sockets.receive-buffer: the kernel gives no more than 512KiB of 640KiB"
                    + " (net.core.rmem_max)",
            "  admin     http://127.0.0.1:4712/",
            "  writes    off");

    private final WeirSettings settings = WeirSettings.of(
                    List.of(new ListenerSettings(
                            "web",
                            new InetSocketAddress(0),
                            Protocol.HTTP,
                            List.of(
                                    new RouteSettings("api.shop.test", "/v1", "api"),
                                    RouteSettings.everything("shop")))),
                    List.of(
                            backend("api", new ServerSettings("a", unresolved("api.test"), 3, 10)),
                            backend("shop", ServerSettings.of("one", unresolved("shop.test")))))
            .withEventLoops(2);

    @Test
    void the_banner_tells_who_talks_to_whom_and_the_bound_of_the_memory() {
        List<String> lines = banner(settings, Banner.Detail.ESSENTIAL);
        assertThat(lines.get(0)).startsWith("weir development on Java ").endsWith(", 2 event loops");
        assertThat(lines.subList(1, lines.size()))
                .isEqualTo(Stream.of(WHO, REST).flatMap(List::stream).toList());
    }

    @Test
    void the_sum_stands_below_that_bound_when_it_is_asked_for() {
        List<String> lines = banner(settings, Banner.Detail.MEMORY_SUM);
        assertThat(lines.subList(1, lines.size()))
                .isEqualTo(Stream.of(WHO, SUM, REST).flatMap(List::stream).toList());
    }

    @Test
    void the_banner_tells_each_way_to_the_admin_listener() {
        Optional<Path> socket = Optional.of(Path.of("/run/weir/admin.sock"));
        FakeProgram program = new FakeProgram();
        assertThat(banner(settings, socket, program))
                .endsWith("  admin     http://127.0.0.1:4712/, /run/weir/admin.sock", "  writes    by the socket");
        program.admin = Optional.empty();
        assertThat(banner(settings, socket, program))
                .endsWith("  admin     /run/weir/admin.sock", "  writes    by the socket");
        assertThat(banner(settings, Optional.empty(), program)).endsWith("  admin     off", "  writes    off");
    }

    @Test
    void it_tells_by_which_way_the_admin_listener_takes_writes() {
        Tokens token = new Tokens(Optional.empty(), Optional.of(Token.of("write-0123456789abcdef")));
        Optional<Path> socket = Optional.of(Path.of("/run/weir/admin.sock"));
        assertThat(banner(settings, Optional.empty(), token, new FakeProgram())).endsWith("  writes    by a token");
        assertThat(banner(settings, socket, token, new FakeProgram()))
                .endsWith("  writes    by the socket, or by a token");
    }

    @Test
    void it_says_so_when_the_kernels_memory_is_not_bounded() {
        assertThat(banner(settings.withSockets(SocketSettings.DEFAULT.withBuffers(0, 0))))
                .contains("            at most 10000 front connections, 10000 exchanges and 11250 back connections;"
                        + " buffers left to the kernel (weir.sockets)");
    }

    @Test
    void where_nobody_gets_sockets_of_the_largest_size_it_tells_those_of_the_first() {
        WeirSettings small = settings.withLimits(settings.limits().withConnections(100))
                .withSockets(SocketSettings.DEFAULT.withMemory(4 << 20));
        assertThat(banner(small))
                .contains(
                        "            at most 100 front connections, 100 exchanges and 164 back connections;"
                                + " weir.sockets.memory 4.0 MiB: for a front as for a back connection 64.0 KiB for the first, 16.0 KiB for the last");
    }

    @Test
    void where_all_clients_get_sockets_of_one_size_it_is_told_once() {
        WeirSettings few = settings.withLimits(settings.limits().withConnections(3));
        assertThat(banner(few))
                .contains("            at most 3 front connections, 3 exchanges and 6 back connections;"
                        + " weir.sockets.memory 80.0 MiB: 1.8 MiB for each");
    }

    private static List<String> banner(WeirSettings settings) {
        return banner(settings, Banner.Detail.MEMORY_SUM);
    }

    private static List<String> banner(WeirSettings settings, Banner.Detail detail) {
        return banner(settings, Optional.empty(), AdminSettings.NONE.tokens(), new FakeProgram(), detail);
    }

    private static List<String> banner(WeirSettings settings, Optional<Path> socket, FakeProgram running) {
        return banner(settings, socket, AdminSettings.NONE.tokens(), running);
    }

    private static List<String> banner(
            WeirSettings settings, Optional<Path> socket, Tokens tokens, FakeProgram running) {
        return banner(settings, socket, tokens, running, Banner.Detail.ESSENTIAL);
    }

    private static List<String> banner(
            WeirSettings settings, Optional<Path> socket, Tokens tokens, FakeProgram running, Banner.Detail detail) {
        AdminSettings none = AdminSettings.NONE;
        ProgramSettings program = new ProgramSettings(
                settings,
                Optional.empty(),
                new AdminSettings(none.hosts(), socket, tokens, none.open(), none.shown()),
                AccessLogFormat.OFF,
                Optional.empty(),
                OptionalLong.empty(),
                Set.of(),
                ConfigSize.NONE);
        MemoryPlan plan = MemoryPlan.of(
                program,
                new MemoryLimit(2 * GIB, "limit of the container"),
                new JvmMemory(GIB, GIB, JvmMemory.OWN_BYTES, 4 << 20),
                new KernelSockets(2 * GIB, 4 << 20, 512 << 10, 4 << 20, 32 << 20),
                new FileDescriptors(30_000, 20));
        return new Banner(plan, running).lines(detail);
    }

    private static BackendSettings backend(String name, ServerSettings server) {
        return new BackendSettings(name, List.of(server));
    }

    private static InetSocketAddress unresolved(String host) {
        return InetSocketAddress.createUnresolved(host, 80);
    }
}
