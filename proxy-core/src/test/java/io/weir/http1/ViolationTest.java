package io.weir.http1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.weir.http.Outcome;
import io.weir.http.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ViolationTest {

    @ParameterizedTest
    @EnumSource(Violation.class)
    void a_violation_has_a_word_and_a_status_for_each_side(Violation violation) {
        assertThat(violation.word()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(violation.status()).isIn(400, 414, 431, 501, 505);
        assertThat(violation.statusAsServerFault()).isEqualTo(502);
    }

    @ParameterizedTest
    @EnumSource(Violation.class)
    void an_outcome_carries_a_violation(Violation violation) {
        assertThat(Outcome.isRefused(Outcome.refused(violation))).isTrue();
        assertThat(Outcome.violation(Outcome.refused(violation))).isEqualTo(violation);
    }

    @Test
    void an_outcome_without_a_violation_has_none() {
        assertThat(Outcome.isRefused(Outcome.INCOMPLETE)).isFalse();
        assertThat(Outcome.isRefused(Outcome.OK)).isFalse();
        assertThatIllegalStateException().isThrownBy(() -> Outcome.violation(Outcome.INCOMPLETE));
    }

    @Test
    void limits_that_admit_nothing_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeadLimits(0, 100))
                .withMessage("maxFields: 0 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeadLimits(1, 0))
                .withMessage("maxHeadBytes: 0 (expected: >= 1)");
    }
}
