package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a configuration takes in. */
final class IncludeTest {

    @TempDir
    private Path directory;

    @Test
    void a_block_of_two_files_is_told_at_its_first_place_in_words_of_no_library() throws IOException {
        Files.writeString(directory.resolve("local.conf"), "weir.timeouts.connect = 1s\n");
        assertThat(Loading.problems(
                        directory, "\ninclude \"local.conf\"\nweir.listeners.web { bind = \":0\", backend = shop }"))
                .allMatch(line -> line.matches("(weir|local).conf:\\d+: weir.*"))
                .anyMatch(line -> line.contains("weir.backends: none"));
    }

    @Test
    void what_a_missing_file_would_have_said_is_not_told_as_lacking() {
        assertThat(
                        Loading.problems(
                                directory,
                                "weir.listeners.web { bind = \":0\", backend = shop }\ninclude \"backends.conf\"\nweir.bufers = 1"))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("weir.conf:2: include \"backends.conf\": there is no "))
                .anyMatch(line -> line.startsWith("weir.conf:3: weir.bufers: unknown key"));
    }

    @Test
    void a_symbolic_link_to_nothing_is_told_with_its_target() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.conf"), Path.of("..data/link.conf"));
        LoadResult named = SettingsLoader.load(link);
        assertThat(Loading.texts(directory, ((LoadResult.Rejected) named).problems()))
                .containsExactly(
                        "link.conf: a symbolic link to ..data/link.conf, which is not there (expected: a HOCON file)");
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"link.conf\""))
                .containsExactly(
                        "weir.conf:2: include \"link.conf\": link.conf is a symbolic link to ..data/link.conf,"
                                + " which is not there (expected: a file that is there, or include \"?NAME\" if it may be missing)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server {\n  listen 80;\n}", "http {\n  gzip on;\n}", "frontend web {\n  mode http\n}"})
    void the_formats_of_other_proxies_are_told_as_such(String text) {
        assertThat(Loading.problems(directory, text))
                .singleElement()
                .asString()
                .endsWith("(expected: HOCON, not the format of another proxy: key = value, and blocks in { })");
    }

    @Test
    void a_file_named_without_a_directory_finds_what_lies_beside_it() throws IOException {
        // The working directory of a test holds src; the names that a user types have no directory.
        Path main = Files.createTempFile(Path.of(""), "weir-include-test", ".conf");
        Path other = Files.createTempFile(Path.of(""), "weir-include-test", ".conf");
        try {
            Files.writeString(main, Loading.MINIMUM + "include \"" + other + "\"");
            Files.writeString(other, "weir.limits.connections-per-client = 3");
            assertThat(main.getParent()).isNull();
            LoadResult.Accepted accepted = (LoadResult.Accepted) SettingsLoader.load(main);
            assertThat(accepted.settings().weir().limits().connectionsPerClient())
                    .isEqualTo(3);
            assertThat(accepted.sources().read()).containsExactly(main.toString(), other.toString());
        } finally {
            Files.delete(main);
            Files.delete(other);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"sub/a.conf\"",
                "include file(\"sub/a.conf\")",
                "include required(\"sub/a.conf\")",
                "include required(file(\"sub/a.conf\"))",
                "include \"?sub/a.conf\"",
                "weir { include \"sub/inner.conf\" }",
                "include \"./sub/../sub/a.conf\""
            })
    void a_file_is_found_relative_to_the_one_that_names_it(String statement) throws IOException {
        write("sub/a.conf", "weir { include \"inner.conf\" }");
        write("sub/inner.conf", "limits.connections-per-client = 3");
        assertThat(Loading.settings(directory, statement).weir().limits().connectionsPerClient())
                .isEqualTo(3);
    }

    @Test
    void an_absolute_path_is_taken_as_it_is() throws IOException {
        Path other = write("sub/b.conf", "weir.limits.connections-per-client = 3");
        assertThat(Loading.settings(directory, "include \"" + other + "\"")
                        .weir()
                        .limits()
                        .connectionsPerClient())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"tuening.conf\"",
                "include file(\"tuening.conf\")",
                "include required(\"tuening.conf\")",
                "include required(file(\"tuening.conf\"))",
                "weir { include \"tuening.conf\" }"
            })
    void one_that_is_missing_is_a_problem_with_file_and_line(String statement) {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "\n" + statement))
                .containsExactly(
                        "weir.conf:3: include \"tuening.conf\": there is no tuening.conf (expected: a file that"
                                + " is there, or include \"?NAME\" if it may be missing)");
    }

    @Test
    void one_that_is_missing_in_an_included_file_is_told_with_the_name_of_that() throws IOException {
        write("sub/a.conf", "\n# a comment\ninclude \"b.conf\"");
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"sub/a.conf\""))
                .singleElement()
                .asString()
                .startsWith("sub/a.conf:3: include \"b.conf\": there is no sub/b.conf (");
    }

    @Test
    void one_that_may_be_missing_has_a_question_mark() throws IOException {
        assertThat(Loading.problems(
                        directory, Loading.MINIMUM + "include \"?local.conf\"\ninclude file(\"?x/y.conf\")"))
                .isEmpty();
        write("?odd.conf", "weir.limits.connections-per-client = 3");
        assertThat(Loading.settings(directory, "include \"./?odd.conf\"")
                        .weir()
                        .limits()
                        .connectionsPerClient())
                .isEqualTo(3);
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include required(\"?local.conf\")"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "weir.cuont = 3", "weir {"})
    void the_files_that_were_read_and_the_optional_ones_that_are_missing_are_told_whatever_is_wrong(String more)
            throws IOException {
        Path other = write("sub/a.conf", "include \"?b.conf\"\n" + more);
        LoadResult result =
                Loading.load(directory, Loading.MINIMUM + "include \"?local.conf\"\ninclude \"sub/a.conf\"");
        assertThat(result instanceof LoadResult.Accepted).isEqualTo(more.isEmpty());
        Path main = directory.resolve("weir.conf");
        assertThat(result.sources().read()).containsExactly(main.toString(), other.toString());
        assertThat(result.sources().missing())
                .extracting(missing -> missing.file() + " " + missing.place())
                .startsWith(directory.resolve("local.conf") + " " + main + ":2")
                .isSubsetOf(
                        directory.resolve("local.conf") + " " + main + ":2",
                        directory.resolve("sub/b.conf") + " " + other + ":1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include url(\"http://127.0.0.1:1/x.conf\")",
                "include \"http://127.0.0.1:1/x.conf\"",
                "include url(\"file:///etc/hosts\")",
                "include \"file:///etc/hosts\"",
                "include required(url(\"http://127.0.0.1:1/x.conf\"))",
                "include classpath(\"reference.conf\")",
                "include required(classpath(\"reference.conf\"))"
            })
    void nothing_is_fetched_from_the_network_or_from_the_class_path(String statement) {
        assertThat(Loading.problems(directory, Loading.MINIMUM + statement))
                .singleElement()
                .asString()
                .startsWith("weir.conf:2: include \"")
                .endsWith("not a file (expected: a file: nothing is fetched from the network or from the class path)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?"})
    void a_directory_is_a_problem_also_where_nothing_need_be(String optional) throws IOException {
        Files.createDirectory(directory.resolve("conf.d"));
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"" + optional + "conf.d\""))
                .singleElement()
                .asString()
                .contains("conf.d is a directory, a pipe or a device (expected: a file)");
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"/dev/null\""))
                .hasSize(1);
    }

    @Test
    void a_pipe_without_a_writer_is_not_waited_for() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"pipe\""))
                .hasSize(1);
    }

    @Test
    void files_that_lead_back_to_themselves_are_a_problem() throws IOException {
        write("a.conf", "include \"b.conf\"");
        write("b.conf", "\ninclude \"./a.conf\"");
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"a.conf\""))
                .singleElement()
                .asString()
                .startsWith("b.conf:2: include \"./a.conf\": ")
                .contains("includes itself");
    }

    @Test
    void one_file_may_be_taken_in_at_two_places() throws IOException {
        write("timeouts.conf", "response-head = 9s");
        ProgramSettings settings = Loading.settings(
                directory, "weir.timeouts { include \"timeouts.conf\" }\nvars.t { include \"timeouts.conf\" }");
        assertThat(settings.weir().timeouts().responseHead().toSeconds()).isEqualTo(9);
    }

    @Test
    void there_are_not_more_files_than_the_bound() throws IOException {
        write("one.conf", "vars.x = 1");
        String more = "include \"one.conf\"\n".repeat(Bounds.FILES);
        assertThat(Loading.problems(directory, Loading.MINIMUM + more))
                .singleElement()
                .asString()
                .contains("too many files (expected: at most 100,");
    }

    @Test
    void substitutions_of_an_included_file_look_in_the_block_that_includes_it_and_then_at_the_root()
            throws IOException {
        write("part.conf", "fields = ${connections-per-client}, connections-per-client = ${vars.n}");
        ProgramSettings settings = Loading.settings(directory, "vars.n = 4\nweir.limits { include \"part.conf\" }");
        assertThat(settings.weir().limits().connectionsPerClient()).isEqualTo(4);
        assertThat(settings.weir().limits().fields()).isEqualTo(4);
    }

    @Test
    void levels_count_through_all_files() throws IOException {
        write("deep.conf", "a { ".repeat(20) + "include \"more.conf\"" + "}".repeat(20));
        write("more.conf", "x = 1\n" + "b.".repeat(21) + "b = 1");
        assertThat(Loading.problems(directory, Loading.MINIMUM + "vars.x {\n include \"deep.conf\" }"))
                .singleElement()
                .asString()
                .startsWith("more.conf:2: nested too deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"\"\"t%d.conf\"\"\"",
                "include \"t%d.\\u0063onf\"",
                "include file(\".//t%d.conf\")",
                "include\n\"t%d.conf\"",
                "include # comment\nrequired(\nfile(\n\"t%d.conf\"))"
            })
    void levels_count_however_the_name_of_a_file_is_written(String statement) throws IOException {
        for (int i = 1; i <= 38; i++) {
            String inner = i == 38 ? "x = 1" : String.format(statement, i + 1);
            write("t" + i + ".conf", "a{".repeat(36) + "\n" + inner + "\n" + "}".repeat(36));
        }
        assertThat(Loading.problems(directory, Loading.MINIMUM + "vars.x {\n" + String.format(statement, 1) + "\n}"))
                .singleElement()
                .asString()
                .contains(": nested too deep (");
    }

    @Test
    void references_of_a_file_included_in_a_block_that_is_laid_over_another_are_no_problem() throws IOException {
        write(
                "part.conf",
                "a = 1\n" + "b += ${vars.n}\n".repeat(30) + "c { d = ${?HOME}, e += 1, e += ${vars.n}, e += 3 }\n");
        assertThat(
                        Loading.problems(
                                directory,
                                Loading.MINIMUM
                                        + "vars.n = 4\nvars.p = { x = 1 }\nvars.q = ${vars.p}\nvars.q { include \"part.conf\" }"))
                .isEmpty();
    }

    @Test
    void all_missing_files_are_told_at_once_with_other_problems() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"a.conf\"\ninclude \"b.conf\"\nweir.x = 1"))
                .hasSize(3);
    }

    @Test
    void broken_syntax_in_an_included_file_is_told_with_its_name() throws IOException {
        write("a.conf", "x = 1\nweir = { : 3 }");
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"a.conf\""))
                .singleElement()
                .asString()
                .startsWith("a.conf:2: ");
    }

    @Test
    void a_directory_is_no_configuration() {
        assertThat(((LoadResult.Rejected) SettingsLoader.load(directory, Map.of())).problems())
                .extracting(Problem::toString)
                .isEqualTo(List.of(directory + ": a directory (expected: a HOCON file)"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
