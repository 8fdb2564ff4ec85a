package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who has come and has not left is there, once. */
final class SessionsTest {

    private final Sessions sessions = new Sessions();

    @Test
    void nobody_is_there_at_first() {
        assertThat(sessions.size()).isZero();
        assertThat(sessions.copy()).isEmpty();
    }

    @Test
    void who_leaves_twice_or_was_never_there_changes_nothing() {
        Session stays = new Plain();
        Session leaves = new Plain();
        sessions.add(stays);
        sessions.add(leaves);
        sessions.remove(leaves);
        sessions.remove(leaves);
        sessions.remove(new Plain());
        assertThat(sessions.copy()).containsExactly(stays);
    }

    @Test
    void a_copy_is_not_touched_by_who_leaves() {
        Session session = new Plain();
        sessions.add(session);
        List<Session> copy = sessions.copy();
        sessions.remove(session);
        assertThat(copy).containsExactly(session);
        assertThat(sessions.copy()).isEmpty();
    }

    @Test
    void it_agrees_with_a_list_whatever_the_order() {
        Random random = new Random(7);
        List<Session> expected = new ArrayList<>();
        for (int turn = 0; turn < 20_000; turn++) {
            // Now growing, now shrinking.
            boolean grows = turn / 2_000 % 2 == 0;
            if (expected.isEmpty() || random.nextInt(10) < (grows ? 7 : 3)) {
                Session session = new Plain();
                expected.add(session);
                sessions.add(session);
            } else {
                sessions.remove(expected.remove(random.nextInt(expected.size())));
            }
            assertThat(sessions.size()).isEqualTo(expected.size());
            if (turn % 100 == 0) {
                assertThat(sessions.copy()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static final class Plain extends Session {

        @Override
        public void start(ByteBuf first) {
            first.release();
        }

        @Override
        public void lookForReset() {}

        @Override
        public void drain() {}

        @Override
        public void abort(Ending reason) {}
    }
}
