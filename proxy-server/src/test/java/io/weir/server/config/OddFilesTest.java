package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigOriginFactory;
import io.weir.route.Regex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are too deep, too large or that become so: each is told in one line, before it costs anything. */
final class OddFilesTest {

    private static final Bounds SMALL = new Bounds(1024 * 1024, 20_000);
    private static final Bounds LARGE = new Bounds(4 * 1024 * 1024, 20_000);

    @TempDir
    private Path directory;

    static Stream<String> deep_files() {
        return Stream.of(
                "a = " + "[".repeat(5_000) + "]".repeat(5_000),
                "a = " + "[\n".repeat(5_000),
                "{ a : ".repeat(5_000) + "1" + "}".repeat(5_000),
                "a {".repeat(5_000) + "}".repeat(5_000),
                "a.".repeat(20_000) + "a = 1",
                "\"a\".".repeat(20_000) + "a = 1",
                "a = ${" + "a.".repeat(20_000) + "a}",
                ("a.".repeat(30) + "a =\n { ").repeat(1_000),
                "a = [{ b.c".repeat(300) + " = 1",
                "vars." + "a.".repeat(1_500) + "a\n= 1",
                "vars." + "a.".repeat(1_500) + "a\n# =\n\n : 1",
                "vars." + "a.".repeat(3_000) + "a\n{ x = 1 }",
                "vars." + "a.".repeat(200_000) + "a",
                ("vars." + "a.".repeat(30) + "a = {} {\n").repeat(5) + "}".repeat(5),
                ("vars." + "a.".repeat(30) + "a\n{\n").repeat(5) + "}".repeat(5));
    }

    @ParameterizedTest
    @MethodSource("deep_files")
    void what_is_nested_too_deep_is_told(String text) {
        assertThat(problems(text)).singleElement().asString().contains(": nested too deep (expected: blocks, lists");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weir {\\n buffers {\\n count = 3\\n }\\n|             weir.conf:1: { is never closed (expected: a } outside of comments, which begin with # or //)",
                "weir {\\n listeners.web { bind = [\\n }\\n|           weir.conf:3: } closes nothing (expected: ] for the [ in line 2)",
                "weir {\\n listeners.web { bind = \":80, backend = b }\\n }\\n| weir.conf:2: \" is not closed in its line (expected: another \" where the text ends that it begins)",
                "weir { }\\n }\\n|                                      weir.conf:2: } closes nothing (expected: as many closing as opening brackets)",
                "a = [\\n\\n|                                           weir.conf:1: [ is never closed (expected: a ] outside of comments, which begin with # or //)"
            })
    void a_bracket_without_its_other_is_told_with_the_line(String text, String problem) {
        assertThat(problems(text.replace("\\n", "\n"))).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vars.a = \"{[\", vars.b = \"\"\"{ \" \n [\"\"\"\"",
                "# } ]\n// { [\nvars.a = x // {",
                "vars.a = \"\\\"{\"",
                "vars.${x} = 3",
                "vars.a = ${?\"}{\"}"
            })
    void brackets_in_strings_and_comments_are_text(String text) {
        assertThat(problems(Loading.MINIMUM + text)).noneMatch(problem -> problem.contains("close"));
    }

    static Stream<String> growing_files() {
        return Stream.of(
                "vars.v0 = xxxxxxxxxx\n" + doubling(40, "vars.v%d = ${vars.v%d}${vars.v%d}"),
                "vars.v0 = [1,2]\n" + doubling(40, "vars.v%d = ${vars.v%d} ${vars.v%d}"),
                "vars.v0 = { a = 1 }\n" + doubling(40, "vars.v%d = { a = ${vars.v%d}, b = ${vars.v%d} }"),
                "vars.v = x\n" + "vars.v = ${vars.v}${vars.v}\n".repeat(40),
                "vars.v = [1]\n" + "vars.v += ${vars.v}\n".repeat(40),
                "vars { b0 { k : \"1234567890\" }\n"
                        + doubling(40, "b%d = ${vars.b0} { k : ${vars.b%d.k}${vars.b%d.k} }") + "\n}",
                "vars { b0 { k : \"1234567890\" }\n"
                        + doubling(40, "b%d { x = 1 }, b%1$d = ${vars.b0} { k : ${vars.b%d.k}${vars.b%d.k} }") + "\n}",
                "vars.q { o0 { x = 1 } }\nvars {\n"
                        + doubling(40, "q = ${vars.q} { o%d { a = ${vars.q.o%d}, b = ${vars.q.o%d} } }") + "\n}",
                "vars.p { x = 1 }, vars.q = ${vars.p} { o0 { x = 1 }\n"
                        + doubling(40, "o%d { a = ${vars.q.o%d}, b = ${vars.q.o%d} }") + "\n}",
                "vars.p { x = 1 }, vars.q = ${vars.p} { b = [1]\n" + "b += ${vars.q.b}\n".repeat(40) + "}",
                "vars.v = {a=1}\n" + "vars.v = { l = ${vars.v}, r = ${vars.v} }\n".repeat(40));
    }

    @ParameterizedTest
    @MethodSource("growing_files")
    void what_becomes_too_large_by_substitutions_is_told(String text) {
        assertThat(problems(text)).singleElement().asString().containsAnyOf("become too much", "part of a cycle");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 40_000})
    void a_long_chain_of_substitutions_is_told(int length) {
        String chain = IntStream.range(0, length)
                .mapToObj(i -> "v" + i + " = ${vars.v" + (i + 1) + "}")
                .collect(Collectors.joining("\n", "vars {\n", "\n}"));
        assertThat(load(chain, new Bounds(16 * 1024 * 1024, 4_000_000)))
                .singleElement()
                .asString()
                .contains(": a chain of substitutions (expected: at most 40");
    }

    @Test
    void ordinary_substitutions_are_no_problem() {
        String text = "vars.servers = {}\n"
                + "vars.servers = ${vars.servers} { one.address = \"127.0.0.1:1\" }\n"
                + "vars.servers = ${vars.servers} { two.address = \"127.0.0.1:2\" }\n"
                + "vars.list = []\n"
                + "vars.list += a\n".repeat(100)
                + "vars.x = ${?HOME}/x, vars.y = ${vars.x}${vars.x}\n"
                + "weir.backends.more = { servers = ${vars.servers} }\n";
        assertThat(Loading.load(directory, Loading.MINIMUM + text)).isInstanceOf(LoadResult.Accepted.class);
    }

    @Test
    void files_that_are_too_large_together_are_told() throws IOException {
        Bounds half = new Bounds(512 * 1024, 20_000);
        assertThat(load("#".repeat(half.bytes()) + "\n", half))
                .containsExactly(
                        "weir.conf: too large (expected: at most 524288 bytes in all files, for a heap of this size)");
        Files.writeString(directory.resolve("half.conf"), "#".repeat(half.bytes() * 2 / 3));
        assertThat(load("include \"half.conf\"\ninclude \"half.conf\"\n" + Loading.MINIMUM, half))
                .singleElement()
                .asString()
                .startsWith("weir.conf:1: include \"half.conf\": too large");
    }

    @Test
    void a_file_above_its_limit_is_told_with_its_size() throws IOException {
        String limit = "(expected: at most 1048576 bytes in one file, which is 1MiB)";
        assertThat(load(Loading.MINIMUM + "#".repeat(Bounds.FILE_BYTES), LARGE))
                .singleElement()
                .asString()
                .matches("weir.conf: a file of 10\\d{5} bytes \\Q" + limit + "\\E");
        Files.writeString(directory.resolve("large.conf"), "#".repeat(Bounds.FILE_BYTES + 1));
        assertThat(load(Loading.MINIMUM + "include \"large.conf\"", LARGE))
                .containsExactly("weir.conf:2: include \"large.conf\": a file of 1048577 bytes " + limit);
        assertThat(load(Loading.MINIMUM + "#".repeat(Bounds.FILE_BYTES - Loading.MINIMUM.length()), LARGE))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,", "a b ", "\"\" ", "${?Q}", "# c\n", "\n", "{}", "\"\"\"x\"\"\" "})
    void too_many_words_and_signs_are_told(String part) {
        String brackets = part.contains("#") ? "%s" : "vars.x = [ %s ]";
        assertThat(load(String.format(brackets, part.repeat(20_001)), SMALL))
                .singleElement()
                .asString()
                .contains("too long (expected: at most 20000 words and signs in all files");
    }

    @Test
    void many_keys_of_the_same_block_are_told_to_be_one_block() {
        String text = IntStream.range(0, 3_000)
                .mapToObj(i -> "weir.backends.shop.servers.s" + i + ".address = \"127.0.0.1:1\"\n")
                .collect(Collectors.joining());
        assertThat(load(Loading.MINIMUM + text, new Bounds(1 << 20, 200_000)))
                .singleElement()
                .asString()
                .contains("more than 2000 keys of blocks that are there already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"((a{1000}){1000}){1000}", "(a{100}){100}", "[a-z]{900,}x{999}y{999}", "\\\\Q%s\\\\E"})
    void an_expression_that_becomes_too_large_is_told(String regex) {
        String route = "weir.listeners.b { bind = \":0\", routes = [ { path-regex = \""
                + String.format(regex, "q".repeat(2_500)) + "\", backend = shop } ] }";
        assertThat(problems(Loading.MINIMUM + route))
                .hasSize(1)
                .first()
                .asString()
                .contains("more than 2000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path-regex = \"[a-z]{1,255}\"                          | path-regex: [a-z]{1,255}",
                "headers { X { regex = \"[a-z]{1,255}\" } }             | headers.X: {\"regex\":\"[a-z]{1,255}\"}",
                "rewrite { regex = \"[a-z]{1,255}\", to = \"/\" }        | rewrite.regex: [a-z]{1,255}"
            })
    void expressions_that_become_too_much_together_are_told_once_at_the_one_that_exceeds(
            String expression, String told) {
        String route = "{ path = \"/\", backend = shop, " + expression + " }\n";
        String routes = "weir.listeners.b { bind = \":0\", routes = [\n"
                + (expression.startsWith("path") ? route.replace("path = \"/\",", "") : route).repeat(8) + "] }";
        int each = Regex.of("[a-z]{1,255}").instructions();
        assertThat(load(Loading.MINIMUM + routes, new Bounds(1 << 20, 20_000, 8 * each)))
                .isEmpty();
        assertThat(load(Loading.MINIMUM + routes, new Bounds(1 << 20, 20_000, 5 * each)))
                .containsExactly(
                        "weir.conf:8: weir.listeners.b.routes[5]." + told + " (expected: at most " + 5 * each
                                + " instructions in all regular expressions together, for a heap of this size, but this one exceeds them)");
    }

    @Test
    void the_bound_of_all_expressions_follows_the_heap() {
        assertThat(Bounds.forHeap(24L << 20).instructions()).isEqualTo(24_576);
        assertThat(Bounds.forHeap(512L << 20).instructions()).isEqualTo(100_000);
    }

    @Test
    void groups_nested_too_deep_are_told() {
        String route = "weir.listeners.b { bind = \":0\", routes = [ { path-regex = \"" + "(".repeat(900)
                + ")".repeat(900) + "\", backend = shop } ] }";
        assertThat(problems(Loading.MINIMUM + route))
                .hasSize(1)
                .first()
                .asString()
                .contains("nested more than 100 deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n{ b%d : 1 }",
                "a.b%d # =\n\n= 1",
                "\"\".b%d = 1",
                "include.c\"d\".b%d = 1",
                "\"include\".\"b%d\" = 1"
            })
    void keys_of_a_block_that_is_there_are_counted_in_every_spelling(String line) {
        String text = IntStream.range(0, 3_000)
                .mapToObj(i -> String.format(line, i))
                .collect(Collectors.joining("\n", "vars {\n", "\n}"));
        assertThat(problems(Loading.MINIMUM + text))
                .singleElement()
                .asString()
                .contains("more than 2000 keys of blocks that are there already");
    }

    static Stream<String> spellings() {
        return Stream.of(
                        IntStream.range(0, 2_100)
                                .mapToObj(i -> "\"" + escaped("abcdefghijkl", i) + "\".b" + i + " = 1"),
                        IntStream.range(0, 2_100)
                                .mapToObj(i -> "\u00A0".repeat(i % 90) + "\u2007".repeat(i / 90) + "a.b" + i + " = 1"))
                .map(lines -> lines.collect(Collectors.joining("\n", "vars {\n", "\n}")));
    }

    private static String escaped(String word, int which) {
        return IntStream.range(0, word.length())
                .mapToObj(i -> ((which >> i) & 1) == 0
                        ? word.substring(i, i + 1)
                        : String.format("\\u%04x", (int) word.charAt(i)))
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @MethodSource("spellings")
    void a_key_written_with_escapes_or_odd_spaces_is_the_same_key(String text) {
        assertThat(load(Loading.MINIMUM + text, new Bounds(1 << 20, 200_000)))
                .singleElement()
                .asString()
                .contains("more than 2000 keys");
    }

    @Test
    void a_separator_in_another_line_than_its_key_is_no_problem() {
        String text = "vars.a.b\n= 1\nvars.c\n# comment\n{\n d.e\n\n: 2 }\nvars { f\n{ g = 3 }\n}\n";
        assertThat(Loading.load(directory, Loading.MINIMUM + text.repeat(50))).isInstanceOf(LoadResult.Accepted.class);
    }

    @Test
    void a_stack_that_is_exhausted_all_the_same_is_a_problem() {
        Problems problems = new Problems();
        assertThat(SettingsLoader.parse(
                        () -> {
                            throw new StackOverflowError();
                        },
                        ConfigOriginFactory.newFile("weir.conf"),
                        problems))
                .isEmpty();
        assertThat(problems.errors()).singleElement().asString().contains("nested too deep for the stack");
    }

    @Test
    void references_into_values_that_are_laid_over_others_are_no_problem() {
        String text = """
                vars.base = { port = 1, host = "127.0.0.1" }
                vars.one = ${vars.base} { address = ${vars.base.host}":"${vars.base.port} }
                vars.two = ${vars.one} { port = 2, other = ${vars.one.address} }
                weir.backends.more = { servers = { x.address = ${vars.two.other} } }
                """;
        assertThat(problems(Loading.MINIMUM + text)).isEmpty();
    }

    private static String doubling(int times, String line) {
        return IntStream.rangeClosed(1, times)
                .mapToObj(i -> String.format(line, i, i - 1, i - 1))
                .collect(Collectors.joining("\n"));
    }

    private List<String> problems(String text) {
        return load(text, new Bounds(1 << 20, 200_000));
    }

    private List<String> load(String text, Bounds bounds) {
        try {
            Path file = Files.writeString(directory.resolve("weir.conf"), text);
            LoadResult result = SettingsLoader.load(file, Map.of(), bounds);
            return result instanceof LoadResult.Rejected rejected
                    ? Loading.texts(directory, rejected.problems())
                    : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
