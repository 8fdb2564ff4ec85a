package io.weir.testing.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.weir.buffer.WaitClass;
import io.weir.connection.Connection;
import io.weir.connection.Look;
import io.weir.connection.Written;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a connection promises of its ends, of looks at it, and of its addresses. */
public interface EndingContract extends ConnectionRig.Factory {

    @Test
    default void after_our_end_the_other_side_may_go_on() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.write(rig.filled("bye"));
            rig.act(Connection::shutdownOutput);
            assertThat(rig.receive(3)).isEqualTo("bye");
            rig.expectEnd();
            rig.act(peer -> peer.read(WaitClass.START));
            rig.send("late");
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("bytes");
        }
    }

    @Test
    default void after_our_end_nothing_is_written() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            ByteBuf late = rig.filled("late");
            rig.act(peer -> {
                peer.shutdownOutput();
                peer.shutdownOutput();
                assertThat(peer.isDrained()).isFalse();
                assertThatThrownBy(() -> peer.write(late)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> peer.write(new byte[1])).isInstanceOf(IllegalStateException.class);
            });
            assertThat(rig.pool().leased()).isZero();
            rig.expectEnd();
        }
    }

    @Test
    default void a_close_in_order_comes_behind_what_was_taken_and_tells_nothing() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> {
                peer.write(rig.filled("bye"));
                peer.read(WaitClass.START);
                peer.close();
            });
            assertThat(rig.receive(3)).isEqualTo("bye");
            rig.expectEnd();
            rig.settle();
            assertThat(rig.told()).isEmpty();
        }
    }

    @Test
    default void a_close_gives_back_what_is_not_taken() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.writeUntilStalled();
            rig.act(peer -> {
                int untaken = peer.untaken();
                peer.close();
                assertThat(peer.untaken()).isEqualTo(untaken);
            });
            assertThat(rig.pool().leased()).isZero();
            assertThat(rig.pool().level().stalled()).isZero();
        }
    }

    @Test
    default void a_close_gives_back_a_buffer_to_be_topped_up() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.readInto(rig.filled("x")));
            rig.act(Connection::close);
            assertThat(rig.pool().leased()).isZero();
        }
    }

    @Test
    default void an_abort_is_a_reset_and_tells_nothing() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> {
                peer.read(WaitClass.START);
                peer.abort();
            });
            rig.expectReset();
            rig.settle();
            assertThat(rig.told()).isEmpty();
        }
    }

    @Test
    default void a_closed_connection_takes_no_wish_and_drops_what_is_written() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(Connection::close);
            expectDead(rig);
            assertThat(rig.told()).isEmpty();
        }
    }

    @Test
    default void a_connection_that_is_gone_says_so_once_takes_no_wish_and_drops_what_is_written() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.read(WaitClass.START));
            rig.reset();
            rig.await("closed");
            expectDead(rig);
            assertThat(rig.told()).containsExactly("closed");
        }
    }

    private static void expectDead(ConnectionRig rig) {
        rig.act(peer -> {
            assertThat(peer.isDrained()).isFalse();
            assertThat(peer.look()).isEqualTo(Look.ENDED);
            assertThat(peer.write(rig.filled("x"))).isEqualTo(Written.STALLED);
            assertThat(peer.untaken()).isOne();
            peer.awaitRoom();
            peer.lease(WaitClass.FINISH);
            peer.read(WaitClass.FINISH);
            peer.lookForReset();
            peer.shutdownOutput();
        });
        rig.settle();
        rig.act(Connection::watch);
        rig.settle();
        rig.act(Connection::close);
        rig.settle();
        assertThat(rig.pool().leased()).isZero();
    }

    @Test
    default void a_reset_behind_the_end_is_seen_by_a_look_for_it() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(peer -> peer.read(WaitClass.START));
            rig.end();
            rig.await("end");
            rig.reset();
            rig.settle();
            assertThat(rig.told()).containsExactly("end");
            lookForReset(rig);
            assertThat(rig.told()).containsExactly("end", "closed");
        }
    }

    @Test
    default void a_reset_behind_bytes_that_nobody_reads_is_seen_by_a_look_for_it() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.send("unread");
            rig.reset();
            rig.settle();
            assertThat(rig.told()).isEmpty();
            lookForReset(rig);
            assertThat(rig.told()).containsExactly("closed");
        }
    }

    // The kernel may deliver the reset after the first look.
    private static void lookForReset(ConnectionRig rig) {
        rig.await("closed", () -> {
            rig.act(Connection::lookForReset);
            rig.settle();
            return rig.told().contains("closed");
        });
    }

    @Test
    default void a_reset_that_comes_after_the_look_is_seen_when_it_comes() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.act(Connection::lookForReset);
            rig.settle();
            rig.reset();
            rig.await("closed");
        }
    }

    @Test
    default void a_look_for_a_reset_leaves_bytes_and_their_end_alone() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.send("later");
            rig.end();
            for (int look = 0; look < 3; look++) {
                rig.act(Connection::lookForReset);
                rig.settle();
            }
            assertThat(rig.told()).isEmpty();
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("bytes");
            assertThat(rig.events().bytes()).isEqualTo("later");
        }
    }

    @Test
    default void a_look_finds_what_there_is_and_tells_nothing() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            assertThat(rig.ask(Connection::look)).isEqualTo(Look.QUIET);
            rig.send("x");
            rig.await("bytes", () -> rig.ask(Connection::look) == Look.BYTES);
            rig.end();
            rig.await("the end", () -> rig.ask(Connection::look) == Look.ENDED);
            rig.settle();
            assertThat(rig.told()).isEmpty();
        }
    }

    @Test
    default void a_look_finds_a_reset() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.reset();
            rig.await("the reset", () -> rig.ask(Connection::look) == Look.ENDED);
            assertThat(rig.told()).isEmpty();
        }
    }

    @Test
    default void a_stir_tells_the_first_byte_within_the_call_and_keeps_the_others() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            assertThat(rig.ask(Connection::stir)).isEqualTo(Look.QUIET);
            rig.send("xyz");
            rig.await(
                    "bytes",
                    () -> rig.ask(peer -> {
                        boolean stirred = peer.stir() == Look.BYTES;
                        assertThat(rig.told().contains("stirred by x")).isEqualTo(stirred);
                        return stirred;
                    }));
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("bytes");
            assertThat(rig.told()).containsExactly("stirred by x", "bytes");
            assertThat(rig.events().bytes()).isEqualTo("yz");
        }
    }

    @Test
    default void a_stir_finds_the_end_and_leaves_it_to_be_told_to_a_reader() throws IOException {
        try (ConnectionRig rig = rig(1, 0)) {
            rig.end();
            rig.await("the end", () -> rig.ask(Connection::stir) == Look.ENDED);
            assertThat(rig.told()).isEmpty();
            rig.act(peer -> peer.read(WaitClass.START));
            rig.await("end");
        }
    }
}
