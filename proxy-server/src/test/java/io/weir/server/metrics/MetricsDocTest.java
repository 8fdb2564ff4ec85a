package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.server.docs.GeneratedPart;
import io.weir.session.Ending;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} lists what a scrape shows once everything has happened that is counted only when it happens. */
final class MetricsDocTest {

    private static final Pattern LABEL = Pattern.compile("([a-z]+)=\"");
    private static final List<String> SUFFIXES = List.of("_bucket", "_count", "_sum");

    private final Watched watched = new Watched();
    private final TreeMap<String, String> types = new TreeMap<>();
    private final TreeMap<String, String> meanings = new TreeMap<>();
    private final TreeMap<String, Set<String>> labels = new TreeMap<>();

    @BeforeEach
    void everything_happens() {
        watched.metrics.sessions().connectFailed(watched.server, Ending.CONNECT_FAILED);
        watched.metrics.sessions().exchangeEnded(watched.exchange().endedAfter(1, Ending.DONE));
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void the_document_has_every_metric_of_weir() throws IOException {
        watched.scrape().stream().filter(line -> line.contains("weir_")).forEach(this::read);
        StringBuilder table = new StringBuilder("| Name | Type | Labels | Unit | Meaning |\n|---|---|---|---|---|\n");
        for (String name : types.keySet()) {
            table.append("| `").append(name).append("` | ").append(types.get(name));
            table.append(" | ").append(String.join(", ", labels.get(name)));
            table.append(" | ")
                    .append(unit(name))
                    .append(" | ")
                    .append(meanings.get(name))
                    .append(" |\n");
        }
        GeneratedPart.assertIsUpToDate("metrics.md", table.toString());
    }

    @Test
    void promtool_has_nothing_to_complain_of() throws IOException, InterruptedException {
        assumeTrue(isInPath("promtool"), "promtool is not installed");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        promtool.getOutputStream().write((String.join("\n", watched.scrape()) + "\n").getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();
        assertThat(new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(promtool.waitFor()).isZero();
    }

    private void read(String line) {
        List<String> words = Arrays.asList(line.split(" ", 4));
        switch (words.get(1)) {
            case "HELP" -> meanings.put(words.get(2), words.get(3));
            case "TYPE" -> types.put(words.get(2), words.get(3));
            default -> readSample(line);
        }
    }

    private void readSample(String line) {
        String name = line.replaceFirst("[{ ].*", "");
        for (String suffix : SUFFIXES) {
            String family = name.replaceFirst(suffix + "$", "");
            name = types.containsKey(name) ? name : family;
        }
        Set<String> known = labels.computeIfAbsent(name, unseen -> new TreeSet<>());
        for (Matcher label = LABEL.matcher(line); label.find(); ) {
            known.add(label.group(1));
        }
        known.remove("le");
    }

    private static String unit(String name) {
        return name.contains("_seconds") ? "seconds" : name.contains("_bytes") ? "bytes" : "";
    }

    private static boolean isInPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> new File(directory, program).canExecute());
    }
}
