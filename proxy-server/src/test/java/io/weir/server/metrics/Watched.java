package io.weir.server.metrics;

import static io.weir.server.launch.ExampleSettings.weir;

import io.weir.GenerationStatus;
import io.weir.ServerStatus;
import io.weir.WeirSettings;
import io.weir.WeirStatus;
import io.weir.backend.Backend;
import io.weir.backend.Server;
import io.weir.buffer.PoolLevel;
import io.weir.exchange.Timelines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Metrics of a proxy that is not there, but whose levels and events a test decides. */
final class Watched implements AutoCloseable {

    static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    final WeirSettings settings = weir();
    final Server server = server(settings);
    final Metrics metrics = new Metrics(settings, "1.2.3");
    PoolLevel level = new PoolLevel(10, 1, 68, 4, 3, 32, 5, 6, 7, 1_500_000_000L, 500_000_000L, 8, 9, 12);
    WeirStatus status = status(0);
    long droppedLines = 11;
    long refused = 16;

    Watched() {
        metrics.watch(() -> level, () -> status);
        metrics.runs("0123456789ab");
        metrics.watchDroppedLines(() -> droppedLines);
        metrics.watchAdminRefusals(Map.of("token", () -> refused));
    }

    /** The first server of the first backend. */
    static Server server(WeirSettings settings) {
        return new Backend(settings.backends().get(0)).servers().get(0);
    }

    static WeirStatus status(int maxConnections) {
        ServerStatus server = new ServerStatus("shop", "one", ADDRESS, true, 1, 2, maxConnections, 3, 4, 15, 14);
        return new WeirStatus(
                20,
                10_000,
                true,
                true,
                13,
                17,
                false,
                1000,
                4 << 20,
                30,
                14,
                250_000_000,
                15,
                new GenerationStatus(List.of(1L, 2L), 19, 20, 21_000_000_000L),
                List.of(server));
    }

    /** The beginning of the story of an exchange. */
    Timelines exchange() {
        return Timelines.of("web", ADDRESS);
    }

    List<String> scrape() {
        return scrape(metrics);
    }

    /** The lines of a scrape. */
    static List<String> scrape(Metrics metrics) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            metrics.scrape(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
