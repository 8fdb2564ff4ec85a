package io.weir.stall.reload;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One edit after the other: each is written, asked for, and waited for until clients see it. For one thread. */
final class Reloads {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final int PATIENCE_MILLIS = 60_000;

    private final RunningWeir weir;
    private final Ledger ledger;
    private final Map<Trigger, List<Double>> millis = new EnumMap<>(Trigger.class);
    // The file of the start is number 1.
    private int number = 1;

    Reloads(RunningWeir weir, Ledger ledger) {
        this.weir = weir;
        this.ledger = ledger;
    }

    /** Does the next one. */
    void next() throws IOException, InterruptedException {
        number++;
        Trigger trigger = Trigger.of(number);
        long begun = System.nanoTime();
        Edits.Edit edit = weir.edit(number);
        trigger.pull(weir, ledger);
        awaitNumber();
        millis.computeIfAbsent(trigger, any -> new ArrayList<>()).add((System.nanoTime() - begun) / 1e6);
        for (InetSocketAddress other : edit.others()) {
            // On a connection of its own: an old one may still have the last call of the listener that was there
            // before.
            String answer = answer(other, "close");
            if (!answer.equals(Integer.toString(number))) {
                ledger.wrong("listener " + other + " serves configuration " + answer + " (expected: " + number + ")");
            }
        }
    }

    /** Reloads that were done. */
    int done() {
        return number - 1;
    }

    /** Times from the write of a file until a client saw it: least, median and most of each trigger. */
    List<String> times() {
        List<String> lines = new ArrayList<>();
        millis.forEach((trigger, times) -> {
            List<Double> sorted = times.stream().sorted().toList();
            lines.add("%-6s %4d reloads, seen by a client after %.0f ms (%.0f to %.0f)"
                    .formatted(
                            trigger,
                            sorted.size(),
                            sorted.get(sorted.size() / 2),
                            sorted.get(0),
                            sorted.get(sorted.size() - 1)));
        });
        return lines;
    }

    private void awaitNumber() throws InterruptedException {
        long begun = System.nanoTime();
        while (!answer(weir.places().main(), "keep-alive").equals(Integer.toString(number))) {
            if (System.nanoTime() - begun > LONGEST.toNanos()) {
                ledger.wrong("configuration " + number + " (" + Trigger.of(number) + ") is not taken over");
                return;
            }
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    private String answer(InetSocketAddress listener, String connection) {
        URI page = URI.create(
                "http://" + listener.getAddress().getHostAddress() + ":" + listener.getPort() + Edits.NUMBER);
        try {
            HttpURLConnection request = (HttpURLConnection) page.toURL().openConnection();
            request.setConnectTimeout(PATIENCE_MILLIS);
            request.setReadTimeout(PATIENCE_MILLIS);
            request.setRequestProperty("Connection", connection);
            try (InputStream body = request.getInputStream()) {
                return new String(body.readAllBytes(), StandardCharsets.US_ASCII);
            }
        } catch (IOException e) {
            ledger.wrong(page + ": " + e);
            return "";
        }
    }
}
