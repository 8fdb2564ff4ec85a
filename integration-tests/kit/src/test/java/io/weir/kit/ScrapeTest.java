package io.weir.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ScrapeTest {

    private final Scrape scrape = new Scrape("""
            # HELP weir_a Something.
            # TYPE weir_a gauge
            weir_a 3.0
            # TYPE weir_ab counter
            weir_ab{code="2xx",server="one"} 1.0
            weir_ab{code="4xx",server="one"} 20.0
            weir_ab{code="2xx",server="two"} 300.0
            weir_ab{code="2xx",other_server="one"} 4000.0
            # TYPE weir_zero gauge
            weir_zero 0.0
            # TYPE weir_endless gauge
            weir_endless +Inf
            """);

    @Test
    void names_are_those_of_the_metrics() {
        assertThat(scrape.names()).containsExactly("weir_a", "weir_ab", "weir_endless", "weir_zero");
    }

    @Test
    void a_name_that_begins_with_the_name_is_another_metric() {
        assertThat(scrape.count("weir_a")).isEqualTo(3);
    }

    @Test
    void all_series_of_a_metric_are_summed_up() {
        assertThat(scrape.count("weir_ab")).isEqualTo(4321);
    }

    @Test
    void series_count_if_they_have_all_labels_whatever_their_order() {
        assertThat(scrape.count("weir_ab", "server=\"one\"", "code=\"2xx\"")).isEqualTo(1);
    }

    @Test
    void a_label_is_not_found_at_the_end_of_a_longer_name() {
        assertThat(scrape.count("weir_ab", "server=\"one\"")).isEqualTo(21);
    }

    @Test
    void no_series_with_such_a_label_count_as_0() {
        assertThat(scrape.count("weir_ab", "code=\"5xx\"")).isZero();
    }

    @Test
    void an_infinite_value_is_read() {
        assertThat(scrape.sum("weir_endless")).isInfinite();
    }

    @Test
    void a_metric_that_is_not_there_is_a_failure() {
        assertThatThrownBy(() -> scrape.sum("weir_b"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("there is no metric weir_b");
    }

    @Test
    void all_metrics_that_are_not_0_are_named() {
        assertThatThrownBy(() -> scrape.requireZero(List.of("weir_ab", "weir_zero", "weir_a")))
                .isInstanceOf(AssertionError.class)
                .hasMessage("weir_ab 4321.0, weir_a 3.0 (expected: 0)");
        scrape.requireZero(List.of("weir_zero"));
    }
}
