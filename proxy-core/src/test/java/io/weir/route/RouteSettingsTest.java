package io.weir.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "shop.test", "*.shop.test", "*.test", "127.0.0.1", "[::1]"})
    void hosts_that_are_accepted(String host) {
        assertThat(new RouteSettings(host, "/", "b").match().host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "*shop.test", "shop.*", "*.*", "*.*.test", "a*.test", "*."})
    void a_star_that_does_not_stand_for_all_below_a_domain_is_refused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteSettings(host, "/", "b"))
                .withMessage("host: " + host + " (expected: a name, or '*.' and a name)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Shop.test", "*.SHOP.test"})
    void a_host_in_upper_case_is_refused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteSettings(host, "/", "b"))
                .withMessage("host: " + host + " (expected: lower case)");
    }

    @ParameterizedTest
    @CsvSource({"''", "a", "a/b", "*"})
    void a_path_that_does_not_begin_with_a_slash_is_refused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteSettings("", path, "b"))
                .withMessage("pathPrefix: " + path + " (expected: begins with '/')");
    }

    @Test
    void everything_is_any_host_and_any_path() {
        assertThat(RouteSettings.everything("b")).isEqualTo(new RouteSettings("", "/", "b"));
    }
}
