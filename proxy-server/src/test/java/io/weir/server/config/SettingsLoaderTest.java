package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsLoaderTest {

    @TempDir
    private Path directory;

    @Test
    void all_problems_are_told_at_once_in_the_order_of_the_lines() {
        String file = """
                weir {
                  buffers { cuont = 3, size = 12 }
                  listeners.web { bind = ":80", backend = shpo }
                  backends.shop.servers.one {
                    address = "127.0.0.1:9000"
                    wieght = 2
                  }
                  timeouts.connect = 5
                }
                wier { }
                """;
        assertThat(Loading.problems(directory, file))
                .containsExactly(
                        "weir.conf:2: weir.buffers.cuont: unknown key (expected: client-share, count, reserve, size or"
                                + " stall-quota; did you mean \"count\"?)",
                        "weir.conf:2: weir.buffers.size: 12 (expected: a size from 1KiB to 16MiB, such as 64KiB)",
                        "weir.conf:3: weir.listeners.web.backend: shpo (expected: the name of a backend: shop; did you"
                                + " mean \"shop\"?)",
                        "weir.conf:6: weir.backends.shop.servers.one.wieght: unknown key (expected: address,"
                                + " max-connections or weight; did you mean \"weight\"?)",
                        "weir.conf:8: weir.timeouts.connect: 5 (expected: a duration with unit from 1ms to 7d, such as"
                                + " 30s)",
                        "weir.conf:10: wier: unknown key (expected: weir; did you mean \"weir\"?)");
    }

    @Test
    void an_empty_file_is_told_what_it_lacks() {
        assertThat(Loading.problems(directory, ""))
                .containsExactly(
                        "weir.conf:1: weir.listeners: none (expected: at least one block, such as listeners.web { bind ="
                                + " \":8080\", backend = NAME })",
                        "weir.conf:1: weir.backends: none (expected: at least one block, such as"
                                + " backends.NAME.servers.one.address = \"127.0.0.1:9000\")");
    }

    @Test
    void a_value_where_a_block_should_be_is_a_problem() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.buffers = 3"))
                .containsExactly("weir.conf:2: weir.buffers: 3 (expected: a block { ... })");
    }

    @Test
    void an_unknown_key_that_resembles_nothing_gets_no_suggestion() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.admin.zebra = 3"))
                .containsExactly(
                        "weir.conf:2: weir.admin.zebra: unknown key (expected: bind, hosts, open, socket or tokens)");
    }

    @Test
    void a_misspelt_key_of_reload_is_told_with_the_nearest() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.reload.wach = off\nweir.relaod.watch = off"))
                .hasSize(2)
                .anySatisfy(
                        problem -> assertThat(problem)
                                .startsWith(
                                        "weir.conf:2: weir.reload.wach: unknown key (expected: watch; did you mean \"watch\"?)"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("weir.conf:3: weir.relaod: unknown key (expected: ")
                        .endsWith("; did you mean \"reload\"?)"));
    }

    @Test
    void a_key_that_there_was_once_says_what_it_is_now() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.buffers.early = 64KiB"))
                .containsExactly(
                        "weir.conf:2: weir.buffers.early: no longer a key (expected: weir.limits.early-bytes)");
    }

    @Test
    void broken_syntax_is_a_problem_with_file_and_line() {
        assertThat(Loading.problems(directory, "weir {\n  buffers = [\n=]}\n"))
                .singleElement()
                .asString()
                .startsWith("weir.conf:3: List should have ] or a first element after the open [")
                .endsWith("(expected: HOCON)");
    }

    @Test
    void yaml_is_told_from_hocon() throws IOException {
        Path yaml = Files.writeString(directory.resolve("weir.yaml"), "weir:\n  listeners:\n    web:\n");
        LoadResult result = SettingsLoader.load(yaml);
        assertThat(Loading.texts(directory, ((LoadResult.Rejected) result).problems()))
                .containsExactly(
                        "weir.yaml:2: Expecting end of input or a comma, got ':' (expected: HOCON, not YAML: blocks in"
                                + " { }, and key = value)");
    }

    @Test
    void a_missing_comma_is_told_without_the_librarys_advice() {
        assertThat(Loading.problems(directory, "weir.listeners.web { bind = \":80\" backend = shop }"))
                .containsExactly(
                        "weir.conf:1: Expecting close brace } or a comma, got '=' (expected: a comma or a new line"
                                + " before the next key; a semicolon ends nothing)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bind = :8080         | quotes around a value with : in it, such as \":8080\"",
                "bind = 0.0.0.0:8080  | quotes around a value with : in it, such as \":8080\"",
                "host = *.shop.test   | quotes around a value with * in it, such as \"*.shop.example\"",
                "bind = b; protocol = http | a comma or a new line before the next key; a semicolon ends nothing"
            })
    void a_value_that_needs_quotes_and_a_semicolon_are_told_as_that(String text, String expected) {
        assertThat(Loading.problems(directory, "weir.listeners.web {\n" + text + "\n}"))
                .singleElement()
                .asString()
                .startsWith("weir.conf:2: ")
                .endsWith("(expected: " + expected + ")");
    }

    @Test
    void keys_outside_the_block_weir_are_told_where_they_belong() {
        assertThat(Loading.problems(directory, "listeners.web.bind = \":80\""))
                .contains(
                        "weir.conf:1: listeners: unknown key (expected: weir.listeners, within the block weir { ... })");
    }

    @Test
    void what_stands_in_the_place_of_a_block_with_a_name_is_one_problem() {
        assertThat(Loading.problems(directory, """
                        weir {
                          listeners { bind = ":80" }
                          backends.shop.servers = [ "127.0.0.1:80" ]
                        }
                        """))
                .containsExactly(
                        "weir.conf:2: weir.listeners.bind: :80 (expected: a block { ... }, since bind stands where a name that you"
                                + " choose does)",
                        "weir.conf:3: weir.backends.shop.servers: [\"127.0.0.1:80\"] (expected: a block { ... })");
    }

    @Test
    void a_substitution_that_names_nothing_is_a_problem_with_line_key_and_hint() {
        assertThat(Loading.problems(directory, """
                        vars { port = 8080 }
                        weir {
                          buffers.count = ${vars.prot}
                          listeners.web.bind = "127.0.0.1:"${PAHT}
                          listeners.web.routes = [
                            { path = "/", backend = shop }
                            { backend = ${a-name-that-is-nowhere}, host = ${?nowhere} }
                          ]
                          event-loops = ${vars.port}
                        }
                        """))
                .containsExactly(
                        "weir.conf:3: weir.buffers.count: ${vars.prot} names nothing (expected: a path of this configuration"
                                + " or a variable of the environment, or ${?vars.prot} if it may be missing; did you mean"
                                + " \"vars.port\"?)",
                        "weir.conf:4: weir.listeners.web.bind: ${PAHT} names nothing (expected: a path of this configuration"
                                + " or a variable of the environment, or ${?PAHT} if it may be missing; did you mean"
                                + " \"PATH\"?)",
                        "weir.conf:7: weir.listeners.web.routes[1].backend: ${a-name-that-is-nowhere} names nothing (expected:"
                                + " a path of this configuration or a variable of the environment, or"
                                + " ${?a-name-that-is-nowhere} if it may be missing)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir.buffers.count = ${nothing}",
                "weir.buffers = { count = 3 }\nweir.buffers = ${nothing}",
                "weir.buffers = ${nothing} { count = 3 }",
                "weir.buffers = ${weir.limits}\nweir.limits = ${nothing}",
                "weir.buffers = [ ${nothing} ]",
                "weir.buffers.count += ${nothing}"
            })
    void a_substitution_that_names_nothing_is_told_once_wherever_it_stands(String text) {
        assertThat(Loading.problems(directory, Loading.MINIMUM + text))
                .singleElement()
                .asString()
                .matches("weir\\.conf:\\d+: weir\\..+: \\$\\{nothing\\} names nothing .*");
    }

    @Test
    void a_substitution_of_its_own_value_is_a_problem_that_names_it() {
        assertThat(Loading.problems(directory, "weir.buffers.count = ${weir.buffers.count}"))
                .singleElement()
                .asString()
                .contains("weir.conf:1: ", "weir.buffers.count");
    }

    @Test
    void a_file_that_is_not_there_is_a_problem() {
        LoadResult result = SettingsLoader.load(Path.of("no", "such.conf"));
        assertThat(((LoadResult.Rejected) result).problems())
                .extracting(Problem::toString)
                .containsExactly("no/such.conf: there is no such file (expected: a HOCON file)");
    }

    @Test
    void a_variable_of_the_environment_that_is_not_set_leaves_the_default() {
        ProgramSettings settings =
                Loading.settings(directory, "weir.buffers.count = ${?WEIR_TEST_VARIABLE_THAT_NOBODY_SETS}");
        assertThat(settings.weir().buffers().count()).isEqualTo(1024);
    }

    @Test
    void a_variable_of_the_environment_is_named_when_its_value_is_wrong() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.buffers.count = ${PATH}"))
                .singleElement()
                .asString()
                .startsWith("env variables: weir.buffers.count: ")
                .endsWith("(expected: auto, or a whole number from 1 to 1000000)");
    }

    @Test
    void values_of_ones_own_stand_in_vars() {
        ProgramSettings settings = Loading.settings(
                directory, "vars.n = 7, weir.buffers.count = ${vars.n}, weir.limits.fields = ${vars.n}");
        assertThat(settings.weir().buffers().count()).isEqualTo(7);
        assertThat(settings.weir().limits().fields()).isEqualTo(7);
    }

    @Test
    void a_problem_in_an_included_file_names_that_file() throws IOException {
        Files.writeString(directory.resolve("more.conf"), "weir.buffers {\n  cout = 3\n}\n");
        assertThat(Loading.problems(directory, Loading.MINIMUM + "include \"more.conf\""))
                .singleElement()
                .asString()
                .startsWith("more.conf:2: weir.buffers.cout: unknown key");
    }

    @Test
    void a_name_that_could_not_be_a_label_is_refused() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.backends.\"a b\".servers.x.address = \"h:1\""))
                .containsExactly(
                        "weir.conf:2: weir.backends: a b (expected: a name of letters, digits, '-' and '_', at most 63)");
    }

    @Test
    void single_settings_are_loaded_like_a_file_and_say_where_they_come_from() {
        LoadResult result = SettingsLoader.load(List.of(
                new Setting("weir.listeners.main.bind", "here", "--from"),
                new Setting("weir.listeners.main.backend", "main", "--to"),
                new Setting("weir.backends.main.servers.one.address", "127.0.0.1:9000", "--to")));
        assertThat(((LoadResult.Rejected) result).problems())
                .singleElement()
                .asString()
                .startsWith("--from: weir.listeners.main.bind: here (expected: an address of this machine");
    }

    @Test
    void control_characters_of_a_value_do_not_reach_the_terminal() {
        assertThat(Loading.problems(directory, Loading.MINIMUM + "weir.access-log.format = \"\\u001b[2J\""))
                .singleElement()
                .asString()
                .contains(": ?[2J (expected:");
    }

    @Test
    void memory_that_is_too_little_for_so_many_clients_is_a_problem() {
        String file = Loading.MINIMUM + "weir { sockets.memory = 1MiB, limits.connections = 100 }";
        assertThat(Loading.problems(directory, file))
                .containsExactly("weir.conf:2: weir.sockets.memory: 1MiB (expected: auto, or at least 3216KiB for the"
                        + " connections of weir.limits and weir.sockets.backlog)");
    }

    @Test
    void where_their_number_is_automatic_it_follows_the_memory_for_sockets() {
        ProgramSettings settings = Loading.settings(directory, "weir.sockets.memory = 240KiB");
        assertThat(settings.weir().sockets().memory()).isEqualTo(240 * 1024);
        assertThat(settings.weir().limits().connections()).isEqualTo(7);
    }

    @Test
    void memory_that_is_too_little_for_a_given_backlog_is_a_problem() {
        String file = Loading.MINIMUM + "weir { sockets { memory = 1MiB, backlog = 127 } }";
        assertThat(Loading.problems(directory, file))
                .containsExactly("weir.conf:2: weir.sockets.memory: 1MiB (expected: auto, or at least 1056KiB for the"
                        + " connections of weir.limits and weir.sockets.backlog)");
    }
}
