package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.settings.Timeouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EnvironmentTest {

    @TempDir
    private Path directory;

    @Test
    void a_variable_gives_a_key_and_wins_over_the_file() throws IOException {
        ProgramSettings settings = accepted(
                "weir.buffers.count = 7", Map.of("WEIR_BUFFERS_COUNT", "9", "WEIR_ACCESS_LOG_FORMAT", " json "));
        assertThat(settings.weir().buffers().count()).isEqualTo(9);
        assertThat(settings.accessLog()).isEqualTo(AccessLogFormat.JSON);
    }

    @Test
    void the_command_line_wins_over_a_variable() {
        LoadResult result = SettingsLoader.load(
                List.of(
                        new Setting("weir.listeners.main.bind", ":0", "--from"),
                        new Setting("weir.listeners.main.backend", "main", "--to"),
                        new Setting("weir.backends.main.servers.one.address", "127.0.0.1:9000", "--to"),
                        new Setting("weir.buffers.count", "5", "--buffers")),
                Map.of("WEIR_BUFFERS_COUNT", "9", "WEIR_BUFFERS_RESERVE", "3"));
        ProgramSettings settings = ((LoadResult.Accepted) result).settings();
        assertThat(settings.weir().buffers().count()).isEqualTo(5);
        assertThat(settings.weir().buffers().reserve()).isEqualTo(3);
    }

    @Test
    void a_wrong_value_is_a_problem_that_names_the_variable() throws IOException {
        LoadResult result = load("", Map.of("WEIR_BUFFERS_COUNT", "many"));
        assertThat(((LoadResult.Rejected) result).problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "WEIR_BUFFERS_COUNT: weir.buffers.count: many (expected: auto, or a whole number from 1"
                                + " to 1000000)");
    }

    @Test
    void what_an_empty_file_lacks_is_told_at_the_file() throws IOException {
        Path file = Files.writeString(directory.resolve("weir.conf"), "");
        LoadResult result = SettingsLoader.load(file, Map.of("WEIR_MEMORY", "256MiB", "WEIR_TIMEOUTS_CONNECT", "1s"));
        assertThat(Loading.texts(directory, ((LoadResult.Rejected) result).problems()))
                .hasSize(2)
                .allMatch(line -> line.matches("weir\\.conf(:\\d+)?: weir\\..*: none .*"));
    }

    @Test
    void an_empty_variable_gives_nothing() throws IOException {
        assertThat(accepted("weir.buffers.count = 7", Map.of("WEIR_BUFFERS_COUNT", ""))
                        .weir()
                        .buffers()
                        .count())
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "weir.memory = 256MiB, none, 268435456",
                "weir { memory = 100MB }, none, 100000000",
                "weir.memory = 256MiB, 1.5g, 1610612736",
                "weir.memory = 256MiB, auto, none",
                "weir.memory = ${?WHERE}, none, none",
                "weir.memory = much, none, none",
                "weir.memory = 1MiB, none, none",
                "weir = 3, none, none",
                "weir {, none, none",
                "'', none, none",
                "'weir { cuont = 3, memory = 64m }', none, 67108864"
            })
    void the_memory_of_a_file_is_read_alone(String text, @Nullable String variable, @Nullable Long bytes)
            throws IOException {
        Path file = Files.writeString(directory.resolve("weir.conf"), text);
        Map<String, String> variables = variable == null ? Map.of() : Map.of("WEIR_MEMORY", variable);
        assertThat(SettingsLoader.memory(Optional.of(file), variables, Bounds.forHeap(64L << 20)))
                .isEqualTo(bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "WEIR_BUFERS_COUNT, WEIR_BUFFERS_COUNT",
        "weir_buffers_count, WEIR_BUFFERS_COUNT",
        "WEIR_HAEP, WEIR_HEAP",
        "WEIR_JAVA_OPT, WEIR_JAVA_OPTS"
    })
    void a_slip_is_a_warning_that_tells_the_nearest(String typed, String meant) throws IOException {
        assertThat(warnings(Map.of(typed, "9")))
                .containsExactly(
                        "environment: " + typed + ": ignored: no such variable (expected: the variable of a key in"
                                + " docs/configuration.md; did you mean \"" + meant + "\"?)");
    }

    @Test
    void a_variable_that_replaces_another_value_of_the_file_is_a_warning_that_names_both() throws IOException {
        LoadResult result = load(
                "\nweir.timeouts { keep-alive = 10s }\nweir.admin.tokens.read = \"/secret\"",
                Map.of("WEIR_TIMEOUTS_KEEP_ALIVE", "44s", "WEIR_ADMIN_TOKENS_READ", "off"));
        assertThat(Loading.texts(directory, result.warnings()))
                .containsExactly(
                        "weir.conf:3: weir.timeouts.keep-alive: not used, since the environment has"
                                + " WEIR_TIMEOUTS_KEEP_ALIVE (expected: one of the two; a variable wins over the file)",
                        "weir.conf:4: weir.admin.tokens.read: not used, since the environment has"
                                + " WEIR_ADMIN_TOKENS_READ (expected: one of the two; a variable wins over the file)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "weir.timeouts.keep-alive = 44s",
                "weir.timeouts.keep-alive = 44000ms",
                "weir.timeouts.keep-alive = ${?NOWHERE_SET}",
                "weir.timeouts.keep-alive = null",
                "vars.time = 44s\nweir.timeouts.keep-alive = ${vars.time}",
                "weir.timeouts.connect = 3s",
                ""
            })
    void a_variable_that_agrees_with_the_file_is_no_warning(String text) throws IOException {
        assertThat(load(text, Map.of("WEIR_TIMEOUTS_KEEP_ALIVE", "44s")).warnings())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vars.time = 10s\nweir.timeouts.keep-alive = ${vars.time}",
                "vars.times { keep-alive = 10s }\nweir.timeouts = ${vars.times}",
                "vars.all { timeouts.keep-alive = 10s }\nweir = ${weir} ${vars.all}",
                "weir.timeouts.keep-alive = soon"
            })
    void a_variable_that_replaces_what_the_file_substitutes_is_a_warning(String text) throws IOException {
        assertThat(load(text, Map.of("WEIR_TIMEOUTS_KEEP_ALIVE", "44s")).warnings())
                .extracting(Problem::path)
                .containsExactly("weir.timeouts.keep-alive");
    }

    // The variable took the place of the whole block: connect was its default again.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "vars.times { connect = 3s }\nweir.timeouts = ${vars.times}",
                "vars.times { connect = 3s, keep-alive = 9s }\nweir.timeouts = ${vars.times} { request-idle = 9s }",
                "vars.all { timeouts.connect = 3s }\nweir = ${weir} ${vars.all}"
            })
    void a_variable_leaves_the_other_keys_of_a_block_that_is_a_substitution(String text) throws IOException {
        Timeouts timeouts =
                accepted(text, Map.of("WEIR_TIMEOUTS_KEEP_ALIVE", "44s")).weir().timeouts();
        assertThat(timeouts.connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(timeouts.keepAlive()).isEqualTo(Duration.ofSeconds(44));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEIR_COLOUR", "WEIR_PORT", "WEIR_ADMIN_PORT", "WEIR_"})
    void a_variable_that_nothing_reads_is_a_warning(String name) throws IOException {
        assertThat(warnings(Map.of(name, "8080")))
                .singleElement()
                .asString()
                .startsWith("environment: " + name + ": ignored: no such variable");
        LoadResult commandLine = SettingsLoader.load(List.of(), Map.of(name, "8080"));
        assertThat(commandLine.warnings()).hasSize(1);
    }

    @Test
    void a_variable_for_a_key_below_a_name_is_a_warning_that_tells_of_substitutions() throws IOException {
        assertThat(warnings(Map.of("WEIR_LISTENERS_WEB_BIND", ":80")))
                .containsExactly(
                        "environment: WEIR_LISTENERS_WEB_BIND: ignored: keys below a name that you chose have no"
                                + " variable (expected: a substitution in the file, such as bind = ${WEIR_LISTENERS_WEB_BIND})");
    }

    @Test
    void a_variable_that_the_file_substitutes_is_no_warning() throws IOException {
        Map<String, String> variables = Map.of("WEIR_COUNT_OF_SHOP", "9", "WEIR_BACKENDS_A", "x", "WEIR_UNUSED", "x");
        LoadResult result =
                load("weir.buffers.count = ${?WEIR_COUNT_OF_SHOP}\nvars.a = ${?\"WEIR_BACKENDS_A\"}", variables);
        assertThat(result.warnings()).extracting(Problem::path).containsExactly("WEIR_UNUSED");
    }

    @Test
    void warnings_are_told_beside_problems() throws IOException {
        LoadResult result = load("weir.buffers.count = -1", Map.of("WEIR_COLOUR", "red"));
        assertThat(result).isInstanceOf(LoadResult.Rejected.class);
        assertThat(result.warnings()).hasSize(1);
    }

    @Test
    void variables_of_the_launcher_and_those_that_kubernetes_sets_for_services_named_weir_are_left_alone()
            throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of("WEIR_HEAP", "64m", "WEIR_JAR", "x.jar"));
        for (String service : List.of("WEIR", "WEIR_ADMIN", "WEIR_2_LISTENERS_A")) {
            variables.put(service + "_SERVICE_HOST", "10.0.0.1");
            variables.put(service + "_SERVICE_PORT", "8080");
            variables.put(service + "_SERVICE_PORT_HTTP", "8080");
            variables.put(service + "_PORT", "tcp://10.0.0.1:8080");
            variables.put(service + "_PORT_8080_TCP", "tcp://10.0.0.1:8080");
            variables.put(service + "_PORT_8080_TCP_PROTO", "tcp");
            variables.put(service + "_PORT_8080_TCP_PORT", "8080");
            variables.put(service + "_PORT_8080_TCP_ADDR", "10.0.0.1");
            variables.put(service + "_PORT_53_UDP", "udp://10.0.0.1:53");
        }
        assertThat(warnings(variables)).isEmpty();
    }

    @Test
    void variables_that_docker_sets_for_a_link_are_left_alone() throws IOException {
        assertThat(warnings(Map.of(
                        "WEIR_NAME", "/web/weir",
                        "WEIR_PORT", "tcp://172.17.0.5:8080",
                        "WEIR_ENV_MALLOC_ARENA_MAX", "1")))
                .isEmpty();
        assertThat(warnings(Map.of("WEIR_NAME", "shop", "WEIR_ENV_A", "1"))).hasSize(2);
    }

    @Test
    void every_key_has_a_variable_of_its_own_but_those_below_a_name() {
        List<String> variables = Keys.all().stream()
                .filter(Environment::hasVariable)
                .map(Environment::variable)
                .toList();
        assertThat(variables)
                .doesNotHaveDuplicates()
                .contains("WEIR_MEMORY", "WEIR_ADMIN_BIND", "WEIR_TIMEOUTS_DRAIN", "WEIR_LIMITS_CONNECTIONS_PER_CLIENT")
                .noneMatch(name -> name.contains("NAME"));
    }

    @Test
    void a_file_of_other_defaults_stands_in_for_the_reference() throws IOException {
        Path defaults = Files.writeString(directory.resolve("defaults.conf"), "weir.buffers.count = 77");
        System.setProperty(SettingsLoader.DEFAULTS, defaults.toString());
        try {
            assertThat(accepted("", Map.of()).weir().buffers().count()).isEqualTo(77);
            assertThat(accepted("weir.buffers.count = 7", Map.of())
                            .weir()
                            .buffers()
                            .count())
                    .isEqualTo(7);
        } finally {
            System.clearProperty(SettingsLoader.DEFAULTS);
        }
    }

    private ProgramSettings accepted(String text, Map<String, String> variables) throws IOException {
        return ((LoadResult.Accepted) load(text, variables)).settings();
    }

    private List<String> warnings(Map<String, String> variables) throws IOException {
        return ((LoadResult.Accepted) load("", variables))
                .warnings().stream().map(Problem::toString).toList();
    }

    private LoadResult load(String text, Map<String, String> variables) throws IOException {
        return SettingsLoader.load(
                Files.writeString(directory.resolve("weir.conf"), Loading.MINIMUM + text), variables);
    }
}
