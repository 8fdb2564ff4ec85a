package io.weir.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who has come and has not left is there, once. */
final class FrontsTest {

    private final Fronts sessions = new Fronts();

    @Test
    void nobody_is_there_at_first() {
        assertThat(sessions.size()).isZero();
        assertThat(sessions.copy()).isEmpty();
    }

    @Test
    void who_leaves_twice_or_was_never_there_changes_nothing() {
        Front stays = new FakeFront();
        Front leaves = new FakeFront();
        sessions.add(stays);
        sessions.add(leaves);
        sessions.remove(leaves);
        sessions.remove(leaves);
        sessions.remove(new FakeFront());
        assertThat(sessions.copy()).containsExactly(stays);
    }

    @Test
    void a_copy_is_not_touched_by_who_leaves() {
        Front session = new FakeFront();
        sessions.add(session);
        List<Front> copy = sessions.copy();
        sessions.remove(session);
        assertThat(copy).containsExactly(session);
        assertThat(sessions.copy()).isEmpty();
    }

    @Test
    void it_agrees_with_a_list_whatever_the_order() {
        Random random = new Random(7);
        List<Front> expected = new ArrayList<>();
        for (int turn = 0; turn < 20_000; turn++) {
            // Now growing, now shrinking.
            boolean grows = turn / 2_000 % 2 == 0;
            if (expected.isEmpty() || random.nextInt(10) < (grows ? 7 : 3)) {
                Front session = new FakeFront();
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

    @Test
    void each_has_a_turn_in_parts_of_the_size_asked_for() {
        for (int session = 0; session < 10; session++) {
            sessions.add(new FakeFront());
        }
        List<Front> seen = new ArrayList<>();
        int end = sessions.size();
        for (int expected : List.of(6, 2, 0)) {
            end = sessions.eachBelow(end, 4, seen::add);
            assertThat(end).isEqualTo(expected);
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(sessions.copy());
    }

    @Test
    void who_stays_has_a_turn_whoever_comes_and_leaves_between_the_parts() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            Set<Front> staying = new HashSet<>();
            List<Front> leaving = new ArrayList<>();
            for (int session = 0; session < 50; session++) {
                Front next = new FakeFront();
                sessions.add(next);
                if (random.nextBoolean()) {
                    leaving.add(next);
                } else {
                    staying.add(next);
                }
            }
            Set<Front> seen = new HashSet<>();
            for (int end = sessions.size(); end > 0; ) {
                end = sessions.eachBelow(end, 1 + random.nextInt(5), seen::add);
                for (int gone = random.nextInt(3); gone > 0 && !leaving.isEmpty(); gone--) {
                    sessions.remove(leaving.remove(random.nextInt(leaving.size())));
                }
                if (random.nextInt(3) == 0) {
                    leaving.add(new FakeFront());
                    sessions.add(leaving.get(leaving.size() - 1));
                }
            }
            assertThat(seen).containsAll(staying);
            sessions.copy().forEach(sessions::remove);
        }
    }

    @Test
    void who_leaves_at_its_turn_costs_nobody_else_one() {
        for (int session = 0; session < 10; session++) {
            sessions.add(new FakeFront());
        }
        Set<Front> all = new HashSet<>(sessions.copy());
        Set<Front> seen = new HashSet<>();
        int end = sessions.eachBelow(sessions.size(), 7, session -> {
            seen.add(session);
            sessions.remove(session);
        });
        assertThat(sessions.eachBelow(end, 7, seen::add)).isZero();
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void when_all_leave_at_the_turn_of_one_it_is_over() {
        for (int session = 0; session < 10; session++) {
            sessions.add(new FakeFront());
        }
        List<Front> seen = new ArrayList<>();
        int end = sessions.eachBelow(sessions.size(), 7, session -> {
            seen.add(session);
            sessions.copy().forEach(sessions::remove);
        });
        assertThat(end).isZero();
        assertThat(seen).hasSize(1);
    }
}
