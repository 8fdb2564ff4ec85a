package io.weir.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.settings.Limits;
import io.weir.settings.Timeouts;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GenerationsTest {

    private final Generation first = made(1);
    private final Generation second = made(2);
    private final Generation third = made(3);
    private final Generations generations = new Generations(first);

    @Test
    void the_age_of_a_generation_begins_when_another_becomes_current() {
        first.countExchanges(0, 1);
        generations.replace(second, 1_000);
        generations.replace(third, 1_700);
        assertThat(first.ageNanos(2_000)).isEqualTo(1_000);
        assertThat(second.ageNanos(2_000)).isEqualTo(300);
    }

    @Test
    void those_in_use_are_in_the_order_in_which_they_came() {
        assertThat(generations.replace(second, 0)).isSameAs(first);
        assertThat(generations.replace(third, 0)).isSameAs(second);
        assertThat(generations.current()).isSameAs(third);
        assertThat(generations.old()).containsExactly(first, second);
        assertThat(generations.inUse()).containsExactly(first, second, third);
        generations.close(second);
        assertThat(generations.inUse()).containsExactly(first, third);
    }

    private static Generation made(long number) {
        return new Generation(number, 1, Timeouts.DEFAULT, Limits.DEFAULT, Map.of());
    }
}
