package io.weir.session;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sessions of one event loop, in no order. Confined to that loop. */
final class Sessions {

    private static final int LEAST_ROOM = 16;

    private @Nullable Session[] all = new @Nullable Session[LEAST_ROOM];
    private int size;

    /** Adds one that is not among them. */
    void add(Session session) {
        if (size == all.length) {
            all = Arrays.copyOf(all, 2 * size);
        }
        put(session, size);
        size++;
    }

    /** Takes one out, if it is among them: the last takes its place. */
    void remove(Session session) {
        int place = session.place;
        if (place == Session.NOWHERE) {
            return;
        }
        session.place = Session.NOWHERE;
        size--;
        Session last = Objects.requireNonNull(all[size]);
        all[size] = null;
        if (last != session) {
            put(last, place);
        }
        shrink();
    }

    private void put(Session session, int place) {
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

    /** Those of this moment, whatever becomes of them. */
    List<Session> copy() {
        return Arrays.asList(Arrays.copyOf(all, size, Session[].class));
    }
}
