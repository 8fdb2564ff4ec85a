package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of {@code PROMISES.md}: whatever README.md says that Weir does is in it, with tests that are there. */
final class PromisesTest {

    private static final Path README = Path.of("..", "..", "README.md");
    private static final Path SOURCES = Path.of("src", "test", "java", "io", "weir", "containers");
    private static final Pattern POINT = Pattern.compile("(?m)^- \\*\\*([^*]+)\\*\\*");
    private static final Pattern TEST = Pattern.compile("`(\\w+IT)\\.(\\w+)`");

    @Test
    void every_point_of_the_readme_has_a_row() throws IOException {
        List<String> promises = rows().stream().map(PromisesTest::promise).toList();
        assertThat(POINT.matcher(whatItDoes()).results().map(point -> point.group(1)))
                .hasSizeGreaterThan(5)
                .allSatisfy(point -> assertThat(promises).anyMatch(point::startsWith));
    }

    @Test
    void what_a_row_quotes_is_what_the_readme_says() throws IOException {
        String said = oneLine(whatItDoes());
        assertThat(rows()).allSatisfy(row -> assertThat(said).contains(promise(row)));
    }

    @Test
    void every_test_that_is_named_is_there() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String row : rows()) {
            assertThat(row).containsPattern(TEST);
            for (MatchResult test : TEST.matcher(row).results().toList()) {
                if (!isThere(test.group(1), test.group(2))) {
                    missing.add(test.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(String type, String test) throws IOException {
        Path file = SOURCES.resolve(type + ".java");
        return Files.exists(file) && Files.readString(file).contains("void " + test + "(");
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("PROMISES.md")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| Promise "))
                .toList();
    }

    private static String promise(String row) {
        return row.substring(2, row.indexOf(" | "));
    }

    private static String whatItDoes() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf("## What it does");
        return readme.substring(begin, readme.indexOf("\n## ", begin + 1));
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
