package io.weir.server.metrics;

import io.weir.GenerationStatus;
import io.weir.ServerStatus;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.backend.BackendSettings;
import io.weir.backend.ServerSettings;
import io.weir.buffer.PoolLevel;
import io.weir.exchange.Timelines;
import io.weir.reason.Ending;
import io.weir.route.RouteSettings;
import io.weir.session.SessionObserver;
import io.weir.settings.ListenerSettings;
import io.weir.settings.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Metrics of a proxy that is not there, whose configurations come and go as a test says. */
final class Reloaded implements AutoCloseable {

    static final InetSocketAddress ADDRESS = address(9);

    private static final InetSocketAddress ANY_PORT = address(0);

    final Metrics metrics;
    private List<Long> inUse = List.of(1L);
    private volatile WeirStatus status;

    /** The first configuration. */
    Reloaded(WeirSettings first) {
        metrics = new Metrics(first, "1.2.3");
        status = status(inUse, servers(first));
        metrics.watch(this::level, this::status);
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** An HTTP listener that leads to a backend of these servers. */
    static WeirSettings settings(String listener, String backend, String... servers) {
        return WeirSettings.of(
                List.of(new ListenerSettings(
                        listener, ANY_PORT, Protocol.HTTP, List.of(RouteSettings.everything(backend)))),
                List.of(new BackendSettings(
                        backend,
                        Stream.of(servers)
                                .map(name -> ServerSettings.of(name, ADDRESS))
                                .toList())));
    }

    /** A server of a status, all whose figures are {@code figure}. */
    static ServerStatus server(String backend, String name, int figure) {
        return new ServerStatus(backend, name, ADDRESS, true, figure, figure, figure, figure, figure, figure, figure);
    }

    static List<ServerStatus> servers(WeirSettings settings) {
        List<ServerStatus> servers = new ArrayList<>();
        settings.backends()
                .forEach(backend ->
                        backend.servers().forEach(server -> servers.add(server(backend.name(), server.name(), 0))));
        return servers;
    }

    /** Takes another configuration over; those before are over. */
    void reload(WeirSettings next) {
        prepare(next);
        long number = inUse.get(inUse.size() - 1) + 1;
        become(List.of(number), servers(next));
    }

    /** Takes another configuration over; those before go on. */
    void reloadBeside(WeirSettings next) {
        prepare(next);
        List<Long> all = new ArrayList<>(inUse);
        all.add(inUse.get(inUse.size() - 1) + 1);
        List<ServerStatus> servers = new ArrayList<>(status.servers());
        servers.addAll(servers(next));
        become(all, servers);
    }

    /** Takes another configuration over; the first goes on, those between are over. */
    void reloadBesideFirst(WeirSettings first, WeirSettings next) {
        prepare(next);
        List<ServerStatus> servers = new ArrayList<>(servers(first));
        servers.addAll(servers(next));
        become(List.of(1L, inUse.get(inUse.size() - 1) + 1), servers);
    }

    /** The present configuration is the only one from now on. */
    void endOlder(WeirSettings present) {
        become(List.of(inUse.get(inUse.size() - 1)), servers(present));
    }

    /** A configuration is about to be taken over. */
    void prepare(WeirSettings next) {
        metrics.follow(next);
    }

    /** The servers that there are. */
    void servers(ServerStatus... servers) {
        become(inUse, List.of(servers));
    }

    private void become(List<Long> generations, List<ServerStatus> servers) {
        inUse = generations;
        status = status(generations, servers);
    }

    private static WeirStatus status(List<Long> generations, List<ServerStatus> servers) {
        return new WeirStatus(
                0,
                10_000,
                true,
                false,
                0,
                0,
                false,
                0,
                4 << 20,
                0,
                0,
                0,
                0,
                new GenerationStatus(generations, 0, 0, 0),
                servers);
    }

    PoolLevel level() {
        return new PoolLevel(0, 0, 68, 4, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    WeirStatus status() {
        return status;
    }

    SessionObserver events() {
        return metrics.sessions();
    }

    /** An exchange ends. */
    void exchange(String listener, String backend) {
        events().exchangeEnded(Timelines.of(listener, ADDRESS)
                .chose(backend)
                .answered(200, 0, 1)
                .endedAfter(1, Ending.DONE));
    }

    List<String> scrape() {
        return Watched.scrape(metrics);
    }

    /** The lines of a scrape in which a label has that value. */
    List<String> scrapeOf(String label, String value) {
        String wanted = label + "=\"" + value + "\"";
        return scrape().stream().filter(line -> line.contains(wanted)).toList();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
