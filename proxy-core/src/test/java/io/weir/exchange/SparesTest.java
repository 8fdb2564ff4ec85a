package io.weir.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is lent again, what is made, and what is dropped. */
final class SparesTest {

    /** An object that is lent. */
    private static final class Lent {

        private final Consumer<Lent> spares;

        Lent(Consumer<Lent> spares) {
            this.spares = spares;
        }

        void end() {
            spares.accept(this);
        }
    }

    private final Spares<Lent> spares = new Spares<>(Lent::new);

    @Test
    void the_one_that_came_back_last_is_lent_next() {
        Lent first = spares.lend();
        Lent second = spares.lend();
        assertThat(second).isNotSameAs(first);
        first.end();
        second.end();
        assertThat(spares.lend()).isSameAs(second);
        assertThat(spares.lend()).isSameAs(first);
        assertThat(spares.lend()).isNotSameAs(first).isNotSameAs(second);
    }

    @Test
    void no_more_than_the_most_are_kept() {
        List<Lent> lent = new ArrayList<>();
        for (int i = 0; i <= Spares.MOST; i++) {
            lent.add(spares.lend());
        }
        lent.forEach(Lent::end);
        Set<Lent> again = new HashSet<>();
        for (int i = 0; i <= Spares.MOST; i++) {
            again.add(spares.lend());
        }
        again.retainAll(lent);
        assertThat(again).hasSize(Spares.MOST);
    }
}
