package io.weir.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.exchange.ServerFault;
import io.weir.http.Violation;
import io.weir.reason.Ending;
import io.weir.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of reasons has every word, its side and its status, as they are in the code. */
final class ReasonsDocTest {

    private static final Path PAGE = Path.of("docs/reasons.md");
    private static final int COLUMNS = 5;

    @Test
    void every_reason_is_in_the_table_once_in_the_order_of_the_alphabet() throws IOException {
        assertThat(rows()).extracting(Row::reason).containsExactlyElementsOf(words());
    }

    @Test
    void the_table_has_the_side_and_the_status_of_each_reason() throws IOException {
        assertThat(rows())
                .extracting(row -> row.reason() + ": " + row.side() + ": " + row.status())
                .containsExactlyElementsOf(expected());
    }

    @Test
    void each_reason_has_a_meaning_and_a_remedy() throws IOException {
        assertThat(rows())
                .allMatch(row -> row.meaning().endsWith(".") && row.remedy().endsWith("."));
    }

    @Test
    void the_pages_that_speak_of_reasons_lead_to_the_table() throws IOException {
        for (String page : List.of("README.md", "docs/http.md", "docs/access-log.md", "docs/metrics.md")) {
            assertThat(Document.text(Path.of(page))).as(page).contains("reasons.md)");
        }
    }

    private record Row(String reason, String side, String status, String meaning, String remedy) {

        static Row of(String line) {
            List<String> cells = Arrays.stream(line.split("\\|"))
                    .map(String::strip)
                    .filter(cell -> !cell.isEmpty())
                    .toList();
            assertThat(cells).as(line).hasSize(COLUMNS);
            return new Row(cells.get(0).replace("`", ""), cells.get(1), cells.get(2), cells.get(3), cells.get(4));
        }
    }

    private static List<Row> rows() throws IOException {
        return Document.text(PAGE)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(Row::of)
                .toList();
    }

    private static Set<String> words() {
        return Stream.<Reason>concat(Arrays.stream(Ending.values()), Arrays.stream(Violation.values()))
                .map(Reason::word)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> expected() {
        Stream<String> endings = Arrays.stream(Ending.values())
                .map(ending -> ending.word() + ": " + side(ending) + ": " + status(ending));
        Stream<String> violations =
                Arrays.stream(Violation.values()).map(violation -> violation.word() + ": " + sides(violation));
        return Stream.concat(endings, violations).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String side(Ending ending) {
        return switch (ending.side()) {
            case FRONT -> "client";
            case BACK -> "server";
            case PROXY -> "Weir";
        };
    }

    private static String status(Ending ending) {
        if (ending == Ending.DONE) {
            return "any";
        }
        return ending.status() == 0 ? "–" : Integer.toString(ending.status());
    }

    private static String sides(Violation violation) {
        Set<String> sides = new LinkedHashSet<>();
        Set<String> statuses = new LinkedHashSet<>();
        if (isExpected(violation)) {
            sides.add("client");
            statuses.add(Integer.toString(violation.status()));
        }
        if (isExpected(ServerFault.of(violation))) {
            sides.add("server");
            statuses.add(Integer.toString(violation.statusAsServerFault()));
        }
        return String.join(", ", sides) + ": " + String.join(", ", statuses);
    }

    private static boolean isExpected(Reason reason) {
        return Stream.concat(Outcome.withoutBackend().stream(), Outcome.withBackend().stream())
                .anyMatch(outcome -> outcome.reason().equals(reason));
    }
}
