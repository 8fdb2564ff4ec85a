package io.weir.versus.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {

    @Test
    void the_time_of_a_request_depends_on_its_number_alone_and_no_error_adds_up() {
        Pace pace = new Pace(1000, 3);

        assertThat(pace.nanosOf(0)).isEqualTo(1000);
        assertThat(pace.nanosOf(1)).isEqualTo(1000 + 333_333_333);
        assertThat(pace.nanosOf(3_000_000)).isEqualTo(1000 + 1_000_000_000_000_000L);
        assertThat(pace.count(5)).isEqualTo(15);
    }
}
