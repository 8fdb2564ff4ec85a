package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each session of a loop is looked at in every round, and never so many at a time that others wait for it. */
final class LookForResetsTest {

    private static final Duration PART = Duration.ofMillis(150);
    private static final Duration ROUND = Duration.ofSeconds(5);

    private final FakeLoop loop = new FakeLoop(1, 0);
    private int looks;

    @Test
    void few_are_looked_at_at_once() {
        enter(64);
        loop.services.lookForResets();
        assertThat(looks).isEqualTo(64);
        loop.time.pass(ROUND);
        assertThat(looks).isEqualTo(64);
    }

    @Test
    void many_are_looked_at_in_parts_of_a_fortieth() {
        enter(10_000);
        loop.services.lookForResets();
        assertThat(looks).isEqualTo(250);
        loop.time.pass(PART);
        assertThat(looks).isEqualTo(500);
    }

    @Test
    void nobody_is_left_out_and_the_round_is_over_before_the_next_begins() {
        Plain[] all = enter(10_039);
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
        Plain[] all = enter(10_000);
        for (int part = 0; part < 40; part++) {
            loop.services.lookForResets();
            loop.time.pass(PART);
        }
        assertThat(all).allSatisfy(session -> assertThat(session.looks).isPositive());
    }

    private Plain[] enter(int count) {
        return IntStream.range(0, count).mapToObj(session -> new Plain()).toArray(Plain[]::new);
    }

    private final class Plain extends Session {

        private int looks;

        Plain() {
            loop.services.enter(this);
        }

        @Override
        public void start(ByteBuf first) {
            first.release();
        }

        @Override
        public void lookForReset() {
            looks++;
            LookForResetsTest.this.looks++;
        }

        @Override
        public void drain() {}

        @Override
        public void abort(Ending reason) {}
    }
}
