package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.ImmediateEventExecutor;
import io.weir.connection.Written;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the kernel may hold back what is written, to put it together with what follows, and when it must send it. */
final class CoalescerTest {

    private static final int LARGE = LoopBench.BUFFER_SIZE / 2;
    private static final int SMALL = LARGE - 1;

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void the_second_large_piece_in_a_row_may_be_held_back_and_those_that_follow() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                writeAndEndTurn(bench, LARGE);
                assertThat(sendsAtOnce(bench)).isTrue();
                for (int piece = 0; piece < 3; piece++) {
                    writeAndEndTurn(bench, LARGE);
                    assertThat(sendsAtOnce(bench)).isFalse();
                }
            });
        }
    }

    @Test
    void after_a_turn_without_a_large_piece_all_is_sent_at_once() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                writeAndEndTurn(bench, LARGE);
                writeAndEndTurn(bench, LARGE);
                writeAndEndTurn(bench, SMALL);
                assertThat(sendsAtOnce(bench)).isTrue();
                assertThat(bench.loop.coalescer().isHolding()).isFalse();
                writeAndEndTurn(bench, LARGE);
                assertThat(sendsAtOnce(bench)).isTrue();
                writeAndEndTurn(bench, LARGE);
                assertThat(sendsAtOnce(bench)).isFalse();
            });
        }
    }

    @Test
    void small_pieces_are_sent_at_once_however_many_come() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                for (int piece = 0; piece < 3; piece++) {
                    writeAndEndTurn(bench, SMALL);
                    assertThat(sendsAtOnce(bench)).isTrue();
                }
            });
        }
    }

    @Test
    void large_pieces_with_turns_between_them_are_sent_at_once() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                for (int piece = 0; piece < 3; piece++) {
                    writeAndEndTurn(bench, LARGE);
                    bench.loop.coalescer().endTurn();
                    assertThat(sendsAtOnce(bench)).isTrue();
                }
            });
        }
    }

    @Test
    void what_was_held_back_is_sent_although_nothing_else_happens() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                writeAndEndTurn(bench, LARGE);
                assertThat(bench.loop.hasTasks()).isFalse();
                assertThat(write(bench, LARGE)).isEqualTo(Written.ALL);
                assertThat(sendsAtOnce(bench)).isFalse();
                assertThat(bench.loop.hasTasks()).as("waits for no event").isTrue();
            });
            Scene.await("sent at once again", () -> sendsAtOnce(bench), () -> "held back");
            assertThat(bench.askLoop(bench.loop::hasTasks)).isFalse();
            bench.other.in().readNBytes(2 * LARGE);
        }
    }

    @Test
    void one_that_pauses_does_not_end_it_for_the_others() {
        Coalescer coalescer = new Coalescer(ImmediateEventExecutor.INSTANCE);
        List<Member> members = List.of(new Member(), new Member(), new Member());
        members.forEach(coalescer::add);
        endTurnWith(coalescer, members.get(0), members.get(2));
        assertThat(members).extracting(member -> member.told).containsExactly(0, 1, 0);
        endTurnWith(coalescer, members.get(2));
        assertThat(members).extracting(member -> member.told).containsExactly(1, 1, 0);
        assertThat(coalescer.isHolding()).isTrue();
        endTurnWith(coalescer);
        assertThat(members).extracting(member -> member.told).containsExactly(1, 1, 1);
        assertThat(coalescer.isHolding()).isFalse();
    }

    @Test
    void a_connection_that_closes_while_it_may_hold_back_is_forgotten() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                writeAndEndTurn(bench, LARGE);
                writeAndEndTurn(bench, LARGE);
                bench.connection.close();
                bench.loop.coalescer().endTurn();
                assertThat(bench.loop.coalescer().isHolding()).isFalse();
            });
            bench.other.in().readNBytes(2 * LARGE);
            bench.other.expectEnd();
        }
    }

    private static void writeAndEndTurn(LoopBench bench, int length) {
        assertThat(write(bench, length)).isEqualTo(Written.ALL);
        bench.loop.coalescer().endTurn();
    }

    private static Written write(LoopBench bench, int length) {
        return bench.connection.write(bench.take().buffer().writeZero(length));
    }

    private static boolean sendsAtOnce(LoopBench bench) {
        return bench.channel.config().isTcpNoDelay();
    }

    private static void endTurnWith(Coalescer coalescer, Member... given) {
        for (Member member : given) {
            member.bulkTurn = coalescer.turn();
        }
        coalescer.endTurn();
    }

    private static final class Member implements Coalescer.Member {

        private long bulkTurn;
        private int told;

        @Override
        public boolean isBulkOf(long turn) {
            return bulkTurn == turn;
        }

        @Override
        public void sendAtOnce() {
            told++;
        }
    }
}
