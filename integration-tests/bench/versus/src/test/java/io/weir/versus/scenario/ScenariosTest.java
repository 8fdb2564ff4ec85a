package io.weir.versus.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScenariosTest {

    @Test
    void every_name_is_there_once_and_finds_its_scenario() {
        assertThat(Scenarios.names()).doesNotHaveDuplicates();
        assertThat(Scenarios.names())
                .allSatisfy(name ->
                        assertThat(Scenarios.byName(name)).map(Scenario::name).contains(name));
        assertThat(Scenarios.byName("get-65")).isEmpty();
    }

    @Test
    void every_scenario_has_a_title_of_one_line() {
        assertThat(Scenarios.all())
                .allSatisfy(scenario -> assertThat(scenario.title()).matches("[^\n]+"));
    }
}
