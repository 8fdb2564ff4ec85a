package io.weir.transport;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections in the order in which they were added, linked through their own places: to add one, to find the first or last, and
 * to take any one out are O(1), and make no garbage. Confined to its event loop.
 */
final class IdleList<T> {

    private @Nullable Place<T> first;
    private @Nullable Place<T> last;

    /** A place for one connection, in one list at a time. */
    static final class Place<T> {

        private final T connection;
        private @Nullable IdleList<T> list;
        private @Nullable Place<T> previous;
        private @Nullable Place<T> next;

        Place(T connection) {
            this.connection = connection;
        }

        T connection() {
            return connection;
        }

        boolean isTaken() {
            return list != null;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The connection that has been in the list longest. */
    T first() {
        return connectionAt(first);
    }

    /** The connection that was added last. */
    T last() {
        return connectionAt(last);
    }

    /** Adds the connection of {@code place}, which must be in no list. */
    void add(Place<T> place) {
        if (place.list != null) {
            throw new IllegalStateException("place: taken (expected: in no list)");
        }
        Place<T> before = last;
        place.list = this;
        place.previous = before;
        if (before == null) {
            first = place;
        } else {
            before.next = place;
        }
        last = place;
    }

    /** Takes out the connection of {@code place}, which must be in this list. */
    void remove(Place<T> place) {
        if (place.list != this) {
            throw new IllegalStateException("place: elsewhere (expected: in this list)");
        }
        Place<T> previous = place.previous;
        Place<T> next = place.next;
        if (previous == null) {
            first = next;
        } else {
            previous.next = next;
        }
        if (next == null) {
            last = previous;
        } else {
            next.previous = previous;
        }
        place.list = null;
        place.previous = null;
        place.next = null;
    }

    private static <T> T connectionAt(@Nullable Place<T> place) {
        if (place == null) {
            throw new NoSuchElementException("the list is empty");
        }
        return place.connection;
    }
}
