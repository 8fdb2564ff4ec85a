package io.weir.stall;

import io.weir.bench.harness.CommandLine;
import io.weir.bench.harness.UsageException;
import io.weir.stall.load.Crowd;
import io.weir.stall.load.Direction;
import io.weir.stall.proxy.PeerModule;
import io.weir.stall.proxy.ProxyKind;
import io.weir.stall.proxy.ProxyKinds;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run does.
 *
 * @param buffers of 16 KiB, for those that can be limited
 * @param storm how long small requests are sent beside the stalled clients
 * @param quiet how long they are sent without them
 * @param warmUp how long they are sent before anything is measured
 * @param rate small requests a second
 * @param socketBufferBytes for each socket of Weir's rivals
 * @param weirOptions more lines for Weir's configuration
 * @param nginxOrigin whether the server is Debian's nginx
 * @param cgroupBytes limit of the cgroup that a proxy is put in; 0 for none
 * @param markdown file for the table; empty for none
 */
record Plan(
        Crowd crowd,
        int buffers,
        Duration storm,
        Duration quiet,
        Duration warmUp,
        int rate,
        List<ProxyKind> proxies,
        int rounds,
        int socketBufferBytes,
        String heap,
        List<String> weirOptions,
        boolean nginxOrigin,
        long cgroupBytes,
        String markdown) {

    Plan {
        proxies = List.copyOf(proxies);
        weirOptions = List.copyOf(weirOptions);
    }

    /** The plan that a command line asks for; throws {@link UsageException} where it asks for nonsense. */
    static Plan of(CommandLine line) {
        Crowd crowd = crowd(line);
        boolean nginxOrigin =
                choice(line, Option.ORIGIN, List.of("own", "nginx")).equals("nginx");
        if (nginxOrigin && crowd.direction() != Direction.DOWNLOAD) {
            throw line.wrong(Option.ORIGIN, "own, but for downloads");
        }
        if (crowd.direction().isTcp() && proxies(line).stream().anyMatch(Plan::isPeer)) {
            throw line.wrong(Option.PROXIES, "no peers of the JVM for tunnels");
        }
        return new Plan(
                crowd,
                line.number(Option.BUFFERS, 1),
                seconds(line, Option.SECONDS),
                seconds(line, Option.QUIET),
                seconds(line, Option.WARM_UP),
                line.number(Option.RATE, 1),
                proxies(line),
                line.number(Option.ROUNDS, 1),
                socketBuffer(line, Option.SOCKET_BUFFER),
                line.heap(Option.HEAP),
                line.all(Option.WEIR_OPTION),
                nginxOrigin,
                line.bytes(Option.CGROUP),
                line.text(Option.MARKDOWN));
    }

    /** The Debian packages that it needs. */
    List<String> packages() {
        Stream<String> ofProxies = proxies.stream()
                .flatMap(proxy -> proxy.packages(crowd.direction().isTcp()).stream());
        Stream<String> ofOrigin = nginxOrigin ? Stream.of("nginx-light") : Stream.empty();
        return Stream.concat(ofProxies, ofOrigin).distinct().toList();
    }

    /** The modules of peers that it needs, without those that cannot be built on this machine. */
    List<PeerModule> modules() {
        return proxies.stream()
                .flatMap(proxy -> proxy.module().stream())
                .filter(module -> module.javaHome().isPresent())
                .distinct()
                .toList();
    }

    /** What it is about, in one line. */
    String title() {
        return String.format(
                Locale.ROOT,
                "%d stalled %s, %d buffers, %d small requests a second for %d s%s",
                crowd.clients(),
                crowd.direction().name().toLowerCase(Locale.ROOT) + (crowd.direction() == Direction.HEADS ? "" : "s"),
                buffers,
                rate,
                storm.toSeconds(),
                cgroupBytes == 0 ? "" : ", cgroup of " + (cgroupBytes >> 20) + " MiB");
    }

    private static boolean isPeer(ProxyKind proxy) {
        return proxy.module().isPresent();
    }

    private static Crowd crowd(CommandLine line) {
        List<String> directions =
                Stream.of(Direction.values()).map(Plan::lowerCase).toList();
        Direction direction =
                Direction.valueOf(choice(line, Option.DIRECTION, directions).toUpperCase(Locale.ROOT));
        int clients = line.number(Option.STALLED, 0);
        boolean all = line.text(Option.CHECK).equals("all");
        int checked = all ? clients : Math.min(clients, line.number(Option.CHECK, 0));
        return new Crowd(
                direction,
                clients,
                checked,
                line.bytes(Option.SIZE),
                line.number(Option.HEAD_BYTES, 1),
                socketBuffer(line, Option.CLIENT_BUFFER));
    }

    private static int socketBuffer(CommandLine line, Option option) {
        return (int) Math.min(Integer.MAX_VALUE, line.bytes(option));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Duration seconds(CommandLine line, Option option) {
        return Duration.ofSeconds(line.number(option, 1));
    }

    private static String choice(CommandLine line, Option option, List<String> choices) {
        if (!choices.contains(line.text(option))) {
            throw line.wrong(option, String.join(", ", choices));
        }
        return line.text(option);
    }

    private static List<ProxyKind> proxies(CommandLine line) {
        return Stream.of(line.text(Option.PROXIES).split(",", -1))
                .map(name -> ProxyKinds.byName(name)
                        .orElseThrow(
                                () -> line.wrong(Option.PROXIES, "names of " + String.join(", ", ProxyKinds.names()))))
                .collect(Collectors.toList());
    }
}
