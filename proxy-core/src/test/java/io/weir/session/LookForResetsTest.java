package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each session of a loop is looked at in every round, and never so many at a time that others wait for it. */
final class LookForResetsTest {

    private static final Duration PART = Duration.ofMillis(150);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final FakeLoop loop = new FakeLoop(1, 0);

    @Test
    void few_are_looked_at_at_once() {
        FakeFront[] all = enter(64);
        loop.services.lookForResets();
        assertThat(looks(all)).isEqualTo(64);
        loop.time.pass(ROUND);
        assertThat(looks(all)).isEqualTo(64);
    }

    @Test
    void many_are_looked_at_in_parts_of_a_fortieth() {
        FakeFront[] all = enter(10_000);
        loop.services.lookForResets();
        assertThat(looks(all)).isEqualTo(250);
        loop.time.pass(PART);
        assertThat(looks(all)).isEqualTo(500);
    }

    @Test
    void nobody_is_left_out_and_the_round_is_over_before_the_next_begins() {
        FakeFront[] all = enter(10_039);
        loop.services.lookForResets();
        loop.time.pass(ROUND);
        assertThat(all).allSatisfy(session -> assertThat(session.looks).isEqualTo(1));
        loop.services.lookForResets();
        loop.time.pass(ROUND);
        assertThat(all).allSatisfy(session -> assertThat(session.looks).isEqualTo(2));
    }

    // A loop that is late would begin with the same ones again and again.
    @Test
    void a_round_that_is_not_over_goes_on() {
        FakeFront[] all = enter(10_000);
        for (int part = 0; part < 40; part++) {
            loop.services.lookForResets();
            loop.time.pass(PART);
        }
        assertThat(all).allSatisfy(session -> assertThat(session.looks).isPositive());
    }

    // Nor may a bug in one session be the end of all looks.
    @Test
    void after_a_look_that_throws_there_is_another_round() {
        FakeFront[] all = enter(10);
        loop.services.enter(new FakeFront() {
            @Override
            public void lookForReset() {
                super.lookForReset();
                if (looks == 1) {
                    throw new IllegalStateException("a bug");
                }
            }
        });
        assertThatIllegalStateException().isThrownBy(loop.services::lookForResets);
        loop.services.lookForResets();
        assertThat(all).allSatisfy(session -> assertThat(session.looks).isEqualTo(1));
    }

    private FakeFront[] enter(int count) {
        FakeFront[] all = new FakeFront[count];
        for (int place = 0; place < count; place++) {
            all[place] = new FakeFront();
            loop.services.enter(all[place]);
        }
        return all;
    }

    private static int looks(FakeFront... sessions) {
        return Stream.of(sessions).mapToInt(session -> session.looks).sum();
    }
}
