package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * {@code docker/prometheus/alerts.yaml} asks for what there is, says what to do, and is tested: promtool tells that the tests
 * pass, and this one that there are some.
 */
final class AlertsTest {

    private static final Path ROOT = Path.of("..");
    private static final String RULES = "docker/prometheus/alerts.yaml";
    private static final String TESTS = "docker/prometheus/alerts.test.yaml";
    private static final Pattern ASKED = Pattern.compile("alertname=\"(\\w+)\"");

    private final Watched watched = new Watched();

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void every_metric_and_label_that_they_ask_for_is_exposed() throws IOException {
        Expressions expressions = new Expressions(Exposed.by(watched).series());
        for (Document rule : rules()) {
            expressions.check(rule.value().toString(), rule.text("expr"));
        }
    }

    @Test
    void every_alert_says_how_urgent_it_is_and_what_to_do() throws IOException {
        for (Document alert : alerts()) {
            String name = alert.text("alert");
            assertThat(alert.at("labels").text("severity")).as(name).isIn("critical", "warning");
            Document annotations = alert.at("annotations");
            assertThat(annotations.text("summary")).as(name).endsWith(".");
            assertThat(annotations.text("description")).as(name).endsWith(".");
            assertIsThere(name, annotations.text("documentation"));
        }
    }

    @Test
    void every_alert_has_a_case_in_which_it_fires_and_one_in_which_it_does_not() throws IOException {
        Set<String> fired = new TreeSet<>();
        Set<String> silent = new TreeSet<>();
        for (Document test : Document.read(TESTS).list("tests")) {
            Set<String> firing = asked(test, true);
            fired.addAll(firing);
            asked(test, false).stream().filter(alert -> !firing.contains(alert)).forEach(silent::add);
        }
        Set<String> all = new TreeSet<>();
        alerts().forEach(alert -> all.add(alert.text("alert")));
        assertThat(fired).as("fires").isEqualTo(all);
        assertThat(silent).as("does not").isEqualTo(all);
    }

    /** The alerts that a test expects to fire at some moment, or not to. */
    private static Set<String> asked(Document test, boolean firing) {
        Set<String> alerts = new TreeSet<>();
        for (Document question : test.list("promql_expr_test")) {
            Matcher name = ASKED.matcher(question.text("expr"));
            if (question.list("exp_samples").isEmpty() != firing && name.find()) {
                alerts.add(name.group(1));
            }
        }
        return alerts;
    }

    private static void assertIsThere(String alert, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path page = ROOT.resolve(parts[0]);
        assertThat(page).as(alert).exists();
        if (parts.length == 2) {
            assertThat(anchors(page)).as(alert).contains(parts[1]);
        }
    }

    /** What headings become in links. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
                .toList();
    }

    private static List<Document> alerts() throws IOException {
        return rules().stream().filter(rule -> rule.has("alert")).toList();
    }

    private static List<Document> rules() throws IOException {
        return Document.read(RULES).list("groups").stream()
                .flatMap(group -> group.list("rules").stream())
                .toList();
    }
}
