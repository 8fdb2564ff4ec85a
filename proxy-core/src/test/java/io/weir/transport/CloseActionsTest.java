package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is done when a socket has been closed, and in which order. */
final class CloseActionsTest {

    @RegisterExtension
    final Scene scene = new Scene();

    private final List<String> done = new ArrayList<>(); // by one thread at a time

    // Else another front is accepted, whose exchange has a back connection, beside the one that this session still has.
    @Test
    void a_front_is_counted_until_its_session_has_been_told_of_its_end() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            List<String> told = bench.events.told();
            bench.onLoop(() -> bench.channel.closeActions().onEnd(() -> done.add(told.contains("closed") + "")));
            bench.onLoop(bench.connection::discard);
            bench.other.reset();
            bench.await("closed");
            bench.turn();
            assertThat(done).containsExactly("true");
        }
    }

    @Test
    void a_front_that_its_session_closes_is_counted_until_the_session_has_done_what_it_does_then() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> bench.channel.closeActions().onEnd(() -> done.add("counted out")));
            bench.onLoop(() -> {
                bench.connection.close();
                done.add("the rest of the session's event");
            });
            bench.turn();
            assertThat(done).containsExactly("the rest of the session's event", "counted out");
        }
    }

    @Test
    void a_socket_without_a_session_is_counted_out_as_it_is_closed() {
        PeerChannel channel = new PeerChannel();
        channel.closeActions().onClose(() -> done.add("client"));
        channel.closeActions().onEnd(() -> done.add("front"));
        channel.unsafe().closeForcibly();
        channel.unsafe().closeForcibly();
        assertThat(done).containsExactly("client", "front");
    }
}
