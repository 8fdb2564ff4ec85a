package io.weir.stall.measure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The levels of Weir's buffer pool at one moment, as its metrics tell them. */
public record PoolLevels(
        int leased,
        int reserveLeased,
        int limit,
        int stalled,
        int waiting,
        int rescued,
        int leaked,
        int sessions,
        long parkedBytes) {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(3).toMillis();

    /** Scrapes Weir's admin listener; empty if there is no answer. */
    public static Optional<PoolLevels> scrape(InetSocketAddress admin) {
        try {
            URI metrics =
                    URI.create("http://" + admin.getAddress().getHostAddress() + ":" + admin.getPort() + "/metrics");
            HttpURLConnection connection = (HttpURLConnection) metrics.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(parse(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether nobody holds a buffer or waits for one. */
    public boolean isQuiet() {
        return leased == 0 && waiting == 0;
    }

    /** Buffers in use without those of the reserve. */
    public int ordinary() {
        return leased - reserveLeased;
    }

    private static PoolLevels parse(String text) {
        return new PoolLevels(
                sum(text, "weir_buffers_leased"),
                sum(text, "weir_buffers_reserve_leased"),
                sum(text, "weir_buffers_limit"),
                sum(text, "weir_buffers_stalled"),
                sum(text, "weir_buffers_waiting"),
                sum(text, "weir_buffers_rescued_total"),
                sum(text, "weir_buffers_leaked_total"),
                sum(text, "weir_sessions"),
                sum(text, "weir_parked_bytes"));
    }

    // Over all labels.
    private static int sum(String text, String name) {
        return (int) text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
