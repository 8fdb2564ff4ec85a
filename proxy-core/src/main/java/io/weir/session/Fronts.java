package io.weir.session;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of one event loop, in no order. Confined to that loop. */
final class Fronts {

    private static final int LEAST_ROOM = 16;

    private @Nullable Front[] all = new @Nullable Front[LEAST_ROOM];
    private int size;

    /** Adds one that is not among them. */
    void add(Front session) {
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        put(session, size);
        size++;
    }

    /** Takes one out, if it is among them: the last takes its place. */
    @SuppressWarnings("ReferenceEquality") // A session is equal to itself alone.
    void remove(Front session) {
        int place = session.place;
        if (place == Front.NOWHERE) {
            return;
        }
        session.place = Front.NOWHERE;
        size--;
        Front last = Objects.requireNonNull(all[size]);
        all[size] = null;
        if (last != session) {
            put(last, place);
        }
        shrink();
    }

    private void put(Front session, int place) {
        all[place] = session;
        session.place = place;
    }

    // Not as soon as it can: who comes and goes at the edge must not copy them all.
    private void shrink() {
        if (all.length > LEAST_ROOM && size < all.length / 4) {
            all = Arrays.copyOf(all, all.length / 2);
        }
    }

    int size() {
        return size;
    }

    /**
     * Does it with {@code count} of them, and goes on another time with the rest: from the last place to the first, so that of those who
     * are there from beginning to end none is left out, whoever comes and leaves meanwhile. Some may have their turn twice.
     *
     * @param end what this returned before; to begin with, {@link #size}
     * @return 0 when each has had its turn
     */
    int eachBelow(int end, int count, Consumer<Front> action) {
        int place = Math.min(end, size);
        for (int left = count; left > 0 && place > 0; left--) {
            place--;
            action.accept(Objects.requireNonNull(all[place]));
            place = Math.min(place, size);
        }
        return place;
    }

    /** Those of this moment, whatever becomes of them. */
    List<Front> copy() {
        return Arrays.asList(Arrays.copyOf(all, size, Front[].class));
    }
}
