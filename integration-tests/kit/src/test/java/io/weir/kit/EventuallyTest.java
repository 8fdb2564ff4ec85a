package io.weir.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class EventuallyTest {

    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void a_condition_that_holds_is_looked_at_once() {
        Eventually.holds("it", Duration.ZERO, () -> looks.incrementAndGet() == 1);
        assertThat(looks).hasValue(1);
    }

    @Test
    void a_condition_is_looked_at_until_it_holds() {
        Eventually.holds("it", () -> looks.incrementAndGet() == 9);
        assertThat(looks).hasValue(9);
    }

    @Test
    void after_the_limit_the_failure_names_the_condition() {
        assertThatThrownBy(() -> Eventually.holds("the cow flies", Duration.ZERO, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within PT0S: the cow flies");
    }

    @Test
    void assertions_that_pass_at_last_pass() {
        Eventually.passes(() -> assertThat(looks.incrementAndGet()).isEqualTo(5));
        assertThat(looks).hasValue(5);
    }

    @Test
    void assertions_that_never_pass_are_the_cause_of_the_failure() {
        assertThatThrownBy(() ->
                        Eventually.passes(Duration.ZERO, () -> assertThat(1).isEqualTo(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within PT0S: the assertions")
                .hasCauseInstanceOf(AssertionError.class);
    }

    @Test
    void an_exception_of_a_condition_ends_the_wait() {
        IOException cause = new IOException();
        assertThatThrownBy(() -> Eventually.holds("it", () -> {
                    throw cause;
                }))
                .isInstanceOf(AssertionError.class)
                .hasCause(cause);
    }

    @Test
    void an_interrupted_thread_waits_no_longer_and_stays_interrupted() {
        Thread.currentThread().interrupt();
        Throwable failure = catchThrowable(() -> Eventually.holds("it", () -> false));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(AssertionError.class).hasMessage("interrupted before: it");
    }

    @Test
    void a_condition_that_is_interrupted_leaves_the_thread_interrupted() {
        Throwable failure = catchThrowable(() -> Eventually.holds("it", () -> {
            throw new InterruptedException();
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).isInstanceOf(AssertionError.class).hasCauseInstanceOf(InterruptedException.class);
    }
}
