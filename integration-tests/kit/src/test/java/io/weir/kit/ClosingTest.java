package io.weir.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosingTest {

    private final List<String> closed = new ArrayList<>();

    @Test
    void all_are_closed_in_their_order_and_what_was_not_started_is_passed_over() {
        Closing.all(() -> closed.add("one"), null, () -> closed.add("two"));
        assertThat(closed).containsExactly("one", "two");
    }

    @Test
    void the_rest_is_closed_after_a_failure() {
        IOException cause = new IOException();
        assertThatThrownBy(() -> Closing.all(
                        () -> {
                            throw cause;
                        },
                        () -> closed.add("two")))
                .isInstanceOf(AssertionError.class)
                .hasCause(cause);
        assertThat(closed).containsExactly("two");
    }
}
