package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Differences of configurations in words. */
final class ConfigDiffTest {

    @Test
    void servers_come_go_and_change_by_name() {
        assertThat(ConfigDiff.between(
                        "{\"backends\":{\"api\":{\"servers\":{\"a\":{\"weight\":\"1\"},\"b\":{\"weight\":\"1\"}}}}}",
                        "{\"backends\":{\"api\":{\"servers\":{\"a\":{\"weight\":\"3\"},\"c\":{\"weight\":\"1\"}}}}}"))
                .containsExactly(
                        "backend api: server a: weight 1 -> 3",
                        "backend api: server b removed",
                        "backend api: server c added");
    }

    @Test
    void listeners_and_backends_come_and_go_by_name() {
        assertThat(ConfigDiff.between(
                        "{\"listeners\":{\"web\":{}},\"backends\":{\"old\":{}}}",
                        "{\"listeners\":{\"web\":{},\"tls\":{}},\"backends\":{\"new\":{}}}"))
                .containsExactlyInAnyOrder("backend new added", "backend old removed", "listener tls added");
    }

    @Test
    void a_route_that_is_put_in_leaves_those_behind_it_the_same() {
        String one = "{\"path\":\"/a\"}";
        String two = "{\"path\":\"/b\"}";
        String before = "{\"listeners\":{\"web\":{\"routes\":[" + one + "," + two + "]}}}";
        String after = "{\"listeners\":{\"web\":{\"routes\":[" + one + ",{\"path\":\"/new\"}," + two + "]}}}";
        assertThat(ConfigDiff.between(before, after)).containsExactly("listener web: routes[1] added");
        assertThat(ConfigDiff.between(after, before)).containsExactly("listener web: routes[1] removed");
    }

    /** {@code weir.listeners.web.routes[0].backend: apx} is a problem of the first one. */
    @Test
    void routes_have_the_numbers_that_the_paths_of_problems_have() {
        String none = "{\"listeners\":{\"web\":{\"routes\":[]}}}";
        String three = "{\"listeners\":{\"web\":{\"routes\":[{\"path\":\"/a\"},{\"path\":\"/b\"},{\"path\":\"/c\"}]}}}";
        assertThat(ConfigDiff.between(none, three)).containsExactly("listener web: routes[0 to 2] added");
        assertThat(ConfigDiff.between(three, none)).containsExactly("listener web: routes[0 to 2] removed");
        assertThat(ConfigDiff.between(three, three.replace("/b", "/d")))
                .containsExactly("listener web: routes[1].path /b -> /d");
    }

    @Test
    void plain_keys_are_told_with_both_values_and_long_ones_are_cut() {
        assertThat(ConfigDiff.between(
                        "{\"timeouts\":{\"connect\":\"5s\"}}",
                        "{\"timeouts\":{\"connect\":\"3s\"},\"x\":\"" + "y".repeat(500) + "\"}"))
                .containsExactly("timeouts.connect 5s -> 3s", "x added: " + "y".repeat(80) + "...");
    }

    @Test
    void a_long_value_is_never_cut_within_a_code_point() {
        String smile = "\uD83D\uDE00";
        assertThat(ConfigDiff.between("{}", "{\"x\":\"" + "y".repeat(79) + smile + "z\"}"))
                .containsExactly("x added: " + "y".repeat(79) + "...");
        assertThat(ConfigDiff.between("{}", "{\"x\":\"" + "y".repeat(78) + smile + "z\"}"))
                .containsExactly("x added: " + "y".repeat(78) + smile + "...");
    }

    @Test
    void values_that_differ_behind_their_cut_are_told_as_changed() {
        String start = "y".repeat(100);
        assertThat(ConfigDiff.between("{\"x\":\"" + start + "1\"}", "{\"x\":\"" + start + "2\"}"))
                .containsExactly("x " + "y".repeat(80) + "... changed");
    }

    @Test
    void the_same_is_no_difference() {
        assertThat(ConfigDiff.between("{\"a\":[\"1\",\"2\"]}", "{\"a\":[\"1\",\"2\"]}"))
                .isEmpty();
    }
}
