package io.weir.stall.measure;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What Weir's admin listener told at one moment.
 *
 * @param text as Prometheus would have it
 */
public record Metrics(String text) {

    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(3).toMillis();

    /** Scrapes it; empty if there is no answer. */
    public static Optional<Metrics> scrape(InetSocketAddress admin) {
        try {
            URI metrics =
                    URI.create("http://" + admin.getAddress().getHostAddress() + ":" + admin.getPort() + "/metrics");
            HttpURLConnection connection = (HttpURLConnection) metrics.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try (InputStream body = connection.getInputStream()) {
                return Optional.of(new Metrics(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The value of all series that begin with a name, or a name and some labels, together. */
    public double sum(String beginning) {
        return text.lines()
                .filter(line -> line.startsWith(beginning) && " {,}".indexOf(line.charAt(beginning.length())) >= 0)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
