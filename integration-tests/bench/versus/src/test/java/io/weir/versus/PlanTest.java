package io.weir.versus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.bench.harness.CommandLine;
import io.weir.bench.harness.UsageException;
import io.weir.versus.proxy.Pinning;
import io.weir.versus.proxy.ProxyKind;
import io.weir.versus.proxy.ProxyKinds;
import io.weir.versus.scenario.Effort;
import io.weir.versus.scenario.Scenario;
import io.weir.versus.scenario.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class PlanTest {

    @Test
    void a_bare_command_line_is_all_scenarios_in_five_rounds() {
        Plan plan = plan();

        assertThat(plan.scenarios()).extracting(Scenario::name).isEqualTo(Scenarios.names());
        assertThat(plan.proxies()).extracting(ProxyKind::name).isEqualTo(ProxyKinds.DEFAULT);
        assertThat(plan.effort())
                .isEqualTo(new Effort(5, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(2)));
        assertThat(plan.pinning(2)).isEqualTo(new Pinning(2));
        assertThat(plan.packages()).containsOnlyOnce("wrk", "nginx-light", "haproxy");
    }

    @Test
    void scenarios_and_proxies_are_run_in_the_order_that_is_asked_for() {
        Plan plan = plan("--scenarios=headers-64,get-64", "--proxies", "nginx,weir-25");

        assertThat(plan.scenarios()).extracting(Scenario::name).containsExactly("headers-64", "get-64");
        assertThat(plan.proxies()).extracting(ProxyKind::name).containsExactly("nginx", "weir-25");
    }

    @Test
    void who_names_another_build_has_it_take_part_beside_the_first() {
        Plan plan = plan("--weir-home", "/other");

        assertThat(plan.proxies()).extracting(ProxyKind::name).startsWith("weir", "weir-b");
        assertThat(plan.launchers())
                .containsExactly(Path.of("/project/proxy-server/bin/weir"), Path.of("/other/proxy-server/bin/weir"));
    }

    @Test
    void other_options_of_the_jvm_make_another_weir_of_the_same_build() {
        Plan plan = plan("--weir-b-opts", "-XX:+UseParallelGC", "--proxies", "weir,weir-b");

        assertThat(plan.proxies()).hasSize(2);
        assertThat(plan.proxies().get(1).environment()).containsEntry("WEIR_JAVA_OPTS", "-XX:+UseParallelGC");
        assertThat(plan.proxies().get(0).environment()).doesNotContainKey("WEIR_JAVA_OPTS");
        assertThat(plan.launchers()).hasSize(1);
    }

    @Test
    void tools_are_installed_only_where_they_are_used() {
        assertThat(plan().packages()).doesNotContain("strace", "gnuplot-nox");
        assertThat(plan("--syscalls", "--plot", "cpu.png").packages()).contains("strace", "gnuplot-nox");
        assertThat(plan("--scenarios", "get-64").packages()).doesNotContain("libnginx-mod-stream");
        assertThat(plan("--scenarios", "tcp-bulk").packages()).contains("libnginx-mod-stream");
    }

    @Test
    void nothing_is_pinned_where_that_is_asked_for() {
        assertThat(plan("--no-pin").pinning(2)).isEqualTo(Pinning.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "--heap,    lots, a size such as 128m",
        "--rounds,  0,    a whole number from 1 to 1000000",
        "--seconds, 0,    a whole number from 1 to 1000000"
    })
    void nonsense_is_refused_with_what_was_expected(String flag, String value, String expected) {
        assertThatThrownBy(() -> plan(flag, value))
                .isInstanceOf(UsageException.class)
                .hasMessage(flag + ": " + value + " (expected: " + expected + ")");
    }

    @ParameterizedTest
    @CsvSource({"--proxies,squid", "--proxies,'weir,,nginx'", "--scenarios,get-65", "--scenarios,''"})
    void a_name_that_is_not_known_is_refused_with_those_that_are(String flag, String names) {
        assertThatThrownBy(() -> plan(flag + "=" + names))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith(flag + ": " + names + " (expected: names of ");
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void every_option_is_as_the_usage_says_when_it_is_not_given(Option option) {
        assertThat(new CommandLine(List.of(Option.values())).text(option))
                .isEqualTo(option.text().byDefault());
    }

    private static Plan plan(String... arguments) {
        return Plan.of(new CommandLine(List.of(Option.values()), arguments), Path.of("/project"));
    }
}
