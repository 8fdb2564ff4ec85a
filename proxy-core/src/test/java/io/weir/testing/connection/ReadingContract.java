package io.weir.testing.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connection;
import java.io.IOException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection promises of reading, as long as there are buffers. */
public interface ReadingContract extends ConnectionRig.Factory {

    /** A purpose of reading that takes no buffer. */
    enum Wish {
        PAUSE(Connection::pause),
        WATCH(Connection::watch),
        DISCARD(Connection::discard);

        final Consumer<Connection> said;

        Wish(Consumer<Connection> said) {
            this.said = said;
        }
    }

    @Test
    default void bytes_are_told_after_the_read_has_returned() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.send("hello");
            rig.act(peer -> {
                peer.read(WaitClass.START);
                assertThat(rig.told()).isEmpty();
            });
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("hello");
        }
    }

    @Test
    default void a_buffer_is_leased_when_bytes_are_there_and_not_before() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.read(WaitClass.START));
            rig.settle();
            assertThat(rig.pool().leased()).isZero();
            rig.send("x");
            rig.await("bytes");
            assertThat(rig.pool().leased()).isOne();
        }
    }

    @Test
    default void one_wish_is_one_read() throws IOException {
        try (ConnectionRig rig = rig(2, 0)) {
            rig.act(peer -> peer.read(WaitClass.START));
            rig.send("one");
            rig.await("bytes");
            rig.send("two");
            rig.settle();
            assertThat(rig.events().bytes()).isEqualTo("one");
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("more", () -> rig.events().bytes().equals("onetwo"));
        }
    }

    @Test
    default void bytes_come_behind_what_was_primed() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.events().primeWith("before ");
            rig.act(peer -> peer.read(WaitClass.START));
            rig.send("after");
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("before after");
        }
    }

    @Test
    default void no_more_is_read_at_once_than_is_admitted() throws IOException {
        try (ConnectionRig rig = rig(2, 0)) {
            rig.events().admit(3);
            rig.act(peer -> peer.read(WaitClass.START));
            rig.send("abcde");
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("abc");
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("the rest", () -> rig.events().bytes().equals("abcde"));
        }
    }

    @Test
    default void a_read_that_is_not_admitted_is_not_tried_again_until_it_is_asked_for() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.events().admit(0);
            rig.act(peer -> peer.read(WaitClass.START));
            rig.send("x");
            rig.await("refuses");
            rig.settle();
            assertThat(rig.told()).containsExactly("refuses");
            assertThat(rig.pool().leased()).isZero();
            rig.events().admit(1);
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("bytes");
        }
    }

    @Test
    default void a_paused_connection_tells_nothing_and_loses_nothing() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> {
                peer.read(WaitClass.START);
                peer.pause();
            });
            rig.send("later");
            rig.end();
            rig.settle();
            assertThat(rig.told()).isEmpty();
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("later");
        }
    }

    @Test
    default void a_watched_connection_tells_the_first_byte_and_keeps_the_others() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(Connection::watch);
            rig.send("xyz");
            rig.await("stirred by x");
            rig.settle();
            assertThat(rig.told()).containsExactly("stirred by x");
            assertThat(rig.pool().leased()).isZero();
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("yz");
        }
    }

    @Test
    default void what_is_discarded_takes_no_buffer_until_the_end() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(Connection::discard);
            rig.send("x".repeat(3 * ConnectionRig.BUFFER));
            rig.settle();
            rig.send("more");
            rig.end();
            rig.await("end");
            assertThat(rig.events().told()).containsExactly("end");
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void of_wishes_in_one_turn_the_last_counts() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.send("xyz");
            rig.act(peer -> {
                peer.discard();
                peer.read(WaitClass.START);
                peer.watch();
            });
            rig.await("stirred by x");
            rig.act(peer -> {
                peer.watch();
                peer.discard();
                peer.read(WaitClass.START);
            });
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("stirred by x", "bytes");
            assertThat(rig.events().bytes()).isEqualTo("yz");
        }
    }

    @Test
    default void a_buffer_is_topped_up_in_place_and_counts_as_stalled_until_then() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            ByteBuf buffer = rig.filled("hel");
            rig.act(peer -> peer.readInto(buffer));
            assertThat(rig.pool().level().stalled()).isOne();
            rig.send("lo");
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("bytes");
            assertThat(rig.events().bytes()).isEqualTo("hello");
            assertThat(rig.events().lastBuffer()).isSameAs(buffer);
            assertThat(buffer.refCnt()).isOne();
            assertThat(rig.pool().level().stalled()).isZero();
        }
    }

    @Test
    default void a_buffer_is_topped_up_by_no_more_than_its_room() throws IOException {
        try (ConnectionRig rig = rig(2, 0)) {
            ByteBuf buffer = rig.filled(ConnectionRig.BUFFER - 2);
            rig.act(peer -> peer.readInto(buffer));
            rig.send("abc");
            rig.await("bytes");
            assertThat(rig.events().bytes()).hasSize(ConnectionRig.BUFFER).endsWith("ab");
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("the rest", () -> rig.events().bytes().endsWith("abc"));
        }
    }

    @ParameterizedTest
    @EnumSource
    default void a_buffer_to_be_topped_up_goes_back_with_the_wish(Wish next) throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.readInto(rig.filled("x")));
            rig.act(next.said);
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void a_buffer_to_be_topped_up_goes_back_when_a_read_is_wished_instead() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.readInto(rig.filled("x")));
            rig.act(peer -> peer.read(WaitClass.START));
            assertThat(rig.pool().leased()).isZero();
            rig.send("y");
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("y");
        }
    }

    @Test
    default void a_buffer_to_be_topped_up_goes_back_when_a_buffer_is_wished_instead() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.readInto(rig.filled("x")));
            rig.act(peer -> peer.lease(WaitClass.START));
            assertThat(rig.told()).containsExactly("buffer");
            assertThat(rig.pool().leased()).isOne();
        }
    }

    @Test
    default void a_buffer_to_be_topped_up_goes_back_when_another_is_to_be() throws IOException {
        try (ConnectionRig rig = rig(2, 0)) {
            rig.act(peer -> peer.readInto(rig.filled("x")));
            rig.act(peer -> peer.readInto(rig.filled("y")));
            assertThat(rig.pool().leased()).isOne();
            rig.send("z");
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("yz");
        }
    }

    @Test
    default void a_buffer_to_be_topped_up_goes_back_when_the_other_side_resets() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.readInto(rig.filled("x")));
            rig.reset();
            rig.await("closed");
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void the_end_is_told_to_a_reader_once_and_no_wish_after_it_tells_anything() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.end();
            rig.settle();
            assertThat(rig.told()).isEmpty();
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("end");
            rig.act(peer -> peer.read(WaitClass.START));
            rig.settle();
            rig.act(Connection::watch);
            rig.settle();
            rig.act(Connection::discard);
            rig.settle();
            assertThat(rig.told()).containsExactly("end");
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void the_end_comes_behind_the_bytes_before_it() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.send("last");
            rig.end();
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("bytes");
            rig.act(Connection::watch);
            rig.await("end");
            assertThat(rig.told()).containsExactly("bytes", "end");
        }
    }

    @Test
    default void another_owner_of_the_events_is_told_what_comes_then() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            RecordedEvents next = new RecordedEvents();
            rig.act(peer -> {
                peer.read(WaitClass.START);
                peer.tell(next, next, next);
            });
            rig.send("x");
            rig.await("bytes for the next", () -> next.told().contains("bytes"));
            assertThat(next.bytes()).isEqualTo("x");
            assertThat(rig.events().told()).isEmpty();
            next.release();
        }
    }
}
