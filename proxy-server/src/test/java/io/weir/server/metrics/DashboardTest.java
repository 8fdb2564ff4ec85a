package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docker/grafana/weir.json} shows what there is to be seen, each thing in a place of its own. */
final class DashboardTest {

    private static final int COLUMNS = 24;

    /** What no panel is for: what is seen elsewhere by a plainer figure. */
    private static final Set<String> NOT_SHOWN =
            Set.of("weir_accept_pauses_total", "weir_buffers_reserve_limit", "weir_buffer_wait_seconds_max");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([a-z]+)");

    private final Watched watched = new Watched();
    private final Exposed exposed = Exposed.by(watched);
    private Document dashboard;

    @BeforeEach
    void read() throws IOException {
        dashboard = Document.read("docker/grafana/weir.json");
    }

    @AfterEach
    void close() {
        watched.close();
    }

    @Test
    void every_metric_and_label_that_it_asks_for_is_exposed() {
        Expressions expressions = new Expressions(exposed.series());
        for (Document panel : panels()) {
            for (Document target : panel.list("targets")) {
                expressions.check(panel.text("title"), target.text("expr"));
            }
        }
        for (Document variable : variables()) {
            expressions.check(variable.text("name"), query(variable));
        }
    }

    @Test
    void every_metric_has_a_panel() {
        Set<String> shown = new TreeSet<>(NOT_SHOWN);
        panels().forEach(panel -> panel.list("targets")
                .forEach(target -> Expressions.selectors(target.text("expr"))
                        .keySet()
                        .forEach(name -> shown.add(name.replaceFirst("(_seconds)_(bucket|sum|count)$", "$1")))));
        variables()
                .forEach(variable ->
                        shown.addAll(Expressions.selectors(query(variable)).keySet()));
        assertThat(shown).isEqualTo(exposed.names());
    }

    @Test
    void every_variable_that_it_uses_is_defined() {
        Set<String> defined = new HashSet<>();
        variables().forEach(variable -> defined.add(variable.text("name")));
        for (Document panel : panels()) {
            for (Document target : panel.list("targets")) {
                VARIABLE.matcher(target.text("expr"))
                        .results()
                        .forEach(use -> assertThat(defined).contains(use.group(1)));
                assertThat(target.at("datasource").text("uid")).isEqualTo("${datasource}");
            }
        }
    }

    @Test
    void every_panel_has_a_unit_a_description_and_a_number_of_its_own() {
        Set<Integer> numbers = new HashSet<>();
        for (Document panel : dashboard.list("panels")) {
            assertThat(numbers.add(panel.number("id")))
                    .as("number of %s", panel)
                    .isTrue();
        }
        for (Document panel : panels()) {
            String title = panel.text("title");
            assertThat(panel.text("description")).as(title).endsWith(".");
            assertThat(panel.at("fieldConfig").at("defaults").text("unit"))
                    .as(title)
                    .isNotBlank();
            assertThat(panel.list("targets")).as(title).isNotEmpty();
        }
    }

    @Test
    void no_panel_covers_another() {
        Set<List<Integer>> taken = new HashSet<>();
        for (Document panel : dashboard.list("panels")) {
            Document place = panel.at("gridPos");
            assertThat(place.number("x") + place.number("w"))
                    .as(panel.text("title"))
                    .isLessThanOrEqualTo(COLUMNS);
            for (int x = place.number("x"); x < place.number("x") + place.number("w"); x++) {
                for (int y = place.number("y"); y < place.number("y") + place.number("h"); y++) {
                    assertThat(taken.add(List.of(x, y))).as(panel.text("title")).isTrue();
                }
            }
        }
    }

    private List<Document> panels() {
        return dashboard.list("panels").stream()
                .filter(panel -> !panel.text("type").equals("row"))
                .toList();
    }

    private List<Document> variables() {
        return dashboard.at("templating").list("list");
    }

    /** The query of a variable; that of a data source is only its type. */
    private static String query(Document variable) {
        return variable.has("definition") ? variable.text("definition") : "";
    }
}
