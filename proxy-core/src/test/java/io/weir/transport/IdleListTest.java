package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of idle connections does what a plain list does. */
final class IdleListTest {

    private final IdleList<String> list = new IdleList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void it_is_like_a_plain_list_whatever_is_added_and_taken_out(long seed) {
        Random random = new Random(seed);
        List<IdleList.Place<String>> model = new ArrayList<>();
        List<IdleList.Place<String>> out = places(8);
        for (int step = 0; step < 2000; step++) {
            if (!out.isEmpty() && (model.isEmpty() || random.nextBoolean())) {
                IdleList.Place<String> place = out.remove(random.nextInt(out.size()));
                list.add(place);
                model.add(place);
            } else {
                IdleList.Place<String> place = model.remove(random.nextInt(model.size()));
                list.remove(place);
                out.add(place);
            }
            assertThat(list.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(out).noneMatch(IdleList.Place::isTaken);
            assertThat(model).allMatch(IdleList.Place::isTaken);
            if (!model.isEmpty()) {
                assertThat(list.first()).isSameAs(model.get(0).connection());
                assertThat(list.last()).isSameAs(model.get(model.size() - 1).connection());
            }
        }
        while (!list.isEmpty()) {
            IdleList.Place<String> place = model.remove(0);
            assertThat(list.first()).isSameAs(place.connection());
            list.remove(place);
        }
        assertThat(model).isEmpty();
    }

    @Test
    void a_place_is_in_one_list_at_a_time() {
        IdleList.Place<String> place = places(1).get(0);
        IdleList<String> other = new IdleList<>();
        list.add(place);
        assertThatThrownBy(() -> other.add(place)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> other.remove(place)).isInstanceOf(IllegalStateException.class);
        assertThat(list.last()).isSameAs(place.connection());
    }

    @Test
    void an_empty_list_has_no_first_and_no_last() {
        assertThatThrownBy(list::first).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(list::last).isInstanceOf(NoSuchElementException.class);
    }

    private static List<IdleList.Place<String>> places(int count) {
        List<IdleList.Place<String>> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            places.add(new IdleList.Place<>("connection " + i));
        }
        return places;
    }
}
