package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in {@code docs/routes.md} are configurations that are accepted. */
final class RoutesDocTest {

    private static final Pattern EXAMPLE = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);
    private static final List<String> BACKENDS = List.of("shop", "api", "beta", "files");

    @TempDir
    private Path directory;

    @Test
    void every_example_is_accepted() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "routes.md"));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(MatchResult::group).toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            String file = example.replace("```hocon\n", "").replace("```", "") + backends();
            assertThat(Loading.problems(directory, file)).as(example).isEmpty();
            assertThat(Loading.warnings(directory, file))
                    .as(example)
                    .allMatch(warning -> warning.contains("unused backend"));
        }
    }

    private static String backends() {
        return String.join(
                "",
                BACKENDS.stream()
                        .map(name -> "weir.backends." + name + ".servers.one.address = \"127.0.0.1:9000\"\n")
                        .toList());
    }
}
