package io.weir.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.weir.connection.Written;
import io.weir.testing.wire.Scene;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The borrowing write: bytes offered to a socket by other parties than the output of its connection, and the one WRITE event of all of them. */
final class WriteSideTest {

    private static final int SMALL = 4096;

    @RegisterExtension
    final Scene scene = new Scene();

    private final Party party = new Party();

    @Test
    void an_offer_borrows_its_bytes_and_says_how_many_the_kernel_has_taken() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            int taken = bench.askLoop(() -> offerUntilRefused(bench));
            assertThat(bench.pool.leased()).isZero();
            bench.onLoop(bench.channel.writeSide()::end);
            assertThat(bench.other.in().readAllBytes()).hasSize(taken);
        }
    }

    // Returns the count of bytes that were taken.
    private int offerUntilRefused(LoopBench bench) {
        ByteBuf bytes = bench.take().buffer();
        int sum = 0;
        do {
            bytes.clear().writeZero(LoopBench.BUFFER_SIZE);
            int taken = bench.channel.writeSide().offer(party, bytes);
            assertThat(bytes.readerIndex()).isEqualTo(taken);
            sum += taken;
        } while (!bytes.isReadable());
        assertThat(bytes.refCnt()).isEqualTo(1);
        bytes.release();
        return sum;
    }

    @Test
    void an_offer_asks_for_no_event() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, SMALL)) {
            int taken = bench.askLoop(() -> offerUntilRefused(bench));
            assertThat(bench.other.in().readNBytes(taken)).hasSize(taken);
            bench.turn();
            assertThat(party.writable).hasValue(0);
            assertThat(bench.loop.unwantedEvents()).isZero();
        }
    }

    @Test
    void the_event_serves_the_party_that_awaits_it_and_nobody_else_until_it_is_taken_back() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            party.forgetsAfter(bench.channel.writeSide(), 2);
            bench.onLoop(() -> bench.channel.writeSide().await(party));
            Scene.await("served twice", () -> party.writable.get() == 2, party.writable::toString);
            bench.turn();
            bench.turn();
            assertThat(party.writable).hasValue(2);
            assertThat(bench.events.told()).isEmpty();
            assertThat(bench.loop.unwantedEvents()).isZero();
        }
    }

    @Test
    void while_a_party_waits_no_other_may_write_or_wait_or_end_the_wait() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, 0)) {
            WriteSide side = bench.channel.writeSide();
            party.forgetsAfter(side, 1);
            ByteBuf refused = bench.take().buffer().writeZero(1);
            ByteBuf accepted = bench.take().buffer().writeBytes(new byte[] {'a'});
            bench.onLoop(() -> {
                side.await(party);
                assertThatThrownBy(() -> bench.connection.write(refused)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> side.await(new Party())).isInstanceOf(IllegalStateException.class);
                side.forget(new Party());
                bench.connection.tell(bench.events, bench.events, bench.events);
            });
            Scene.await("served", () -> party.writable.get() == 1, party.writable::toString);
            assertThat(refused.refCnt()).isZero();
            assertThat(bench.askLoop(() -> bench.connection.write(accepted))).isEqualTo(Written.ALL);
            bench.other.expect("a");
        }
    }

    @Test
    void room_is_not_awaited_while_another_party_waits() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            WriteSide side = bench.channel.writeSide();
            bench.onLoop(() -> {
                side.await(party);
                assertThatThrownBy(bench.connection::awaitRoom).isInstanceOf(IllegalStateException.class);
                side.forget(party);
                bench.connection.awaitRoom();
            });
            bench.await("roomy");
            assertThat(party.writable).hasValue(0);
        }
    }

    @Test
    void nothing_comes_into_the_middle_of_what_the_output_has_begun() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, SMALL)) {
            WriteSide side = bench.channel.writeSide();
            int written = bench.askLoop(() -> {
                int sum = 0;
                for (Written result = Written.ALL; result == Written.ALL; sum += LoopBench.BUFFER_SIZE) {
                    result = bench.connection.write(bench.take().buffer().writeZero(LoopBench.BUFFER_SIZE));
                }
                ByteBuf other = bench.take().buffer().writeBytes(new byte[] {1});
                bench.other.in().readNBytes(sum - 2 * LoopBench.BUFFER_SIZE);
                assertThatThrownBy(() -> side.offer(party, other)).isInstanceOf(IllegalStateException.class);
                assertThat(other.readableBytes()).isEqualTo(1);
                other.release();
                assertThatThrownBy(() -> side.await(party)).isInstanceOf(IllegalStateException.class);
                side.forget(party);
                return 2 * LoopBench.BUFFER_SIZE;
            });
            assertThat(bench.other.in().readNBytes(written)).containsOnly(0);
            bench.await("drained");
            bench.onLoop(side::end);
            bench.other.expectEnd();
        }
    }

    @Test
    void an_offer_that_fails_is_told_as_a_failed_write_of_the_output_is() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, 0)) {
            bench.other.send("unread by us");
            bench.other.close();
            Scene.await("an offer that fails", () -> bench.askLoop(() -> offerAndLook(bench)), bench.events::toString);
            bench.await("write failed");
            ByteBuf late = bench.take().buffer().writeZero(1);
            assertThat(bench.askLoop(() -> bench.connection.write(late))).isEqualTo(Written.STALLED);
            bench.turn();
            assertThat(bench.events.told()).containsExactly("write failed");
            assertThat(party.lost).as("told by the result").hasValue(0);
            assertThat(bench.loop.unwantedEvents()).isZero();
        }
    }

    // With the event awaited, so that an interest that outlived the failure would be seen.
    private boolean offerAndLook(LoopBench bench) {
        WriteSide side = bench.channel.writeSide();
        ByteBuf bytes = bench.take().buffer().writeZero(1);
        side.await(party);
        int taken = side.offer(party, bytes);
        bytes.release();
        assertThat(bench.events.told()).isEmpty();
        if (taken != WriteSide.LOST) {
            side.forget(party);
        }
        return taken == WriteSide.LOST;
    }

    @Test
    void after_a_failed_offer_no_event_is_awaited() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 2, 0)) {
            bench.other.send("unread by us");
            bench.other.close();
            Scene.await("an offer that fails", () -> bench.askLoop(() -> offerAndLook(bench)), bench.events::toString);
            int before = party.writable.get();
            bench.onLoop(() -> bench.channel.writeSide().await(party));
            bench.turn();
            bench.turn();
            assertThat(party.writable).hasValue(before);
        }
    }

    @Test
    void an_offer_that_fails_on_a_front_connection_closes_it() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> bench.channel.config().setAutoClose(true));
            bench.other.send("unread by us");
            bench.other.close();
            Scene.await("an offer that fails", () -> bench.askLoop(() -> offerAndLook(bench)), bench.events::toString);
            bench.await("closed");
            assertThat(bench.events.told()).containsExactly("closed");
        }
    }

    @Test
    void a_party_that_waits_is_told_when_the_socket_is_closed() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            bench.onLoop(() -> {
                bench.channel.writeSide().await(party);
                bench.connection.close();
                assertThat(party.lost).hasValue(1);
            });
            bench.turn();
            assertThat(party.writable).hasValue(0);
        }
    }

    @Test
    void our_end_ends_a_wait_and_no_offer_comes_after_it() throws IOException {
        try (LoopBench bench = new LoopBench(scene, 1, 0)) {
            WriteSide side = bench.channel.writeSide();
            ByteBuf late = bench.take().buffer().writeZero(1);
            bench.onLoop(() -> {
                side.await(party);
                side.end();
                assertThatThrownBy(() -> side.offer(party, late)).isInstanceOf(IllegalStateException.class);
                side.await(party);
            });
            late.release();
            bench.other.expectEnd();
            bench.turn();
            assertThat(party.writable).hasValue(0);
            assertThat(bench.loop.unwantedEvents()).isZero();
        }
    }

    /** A party that counts what it is told. */
    private static final class Party implements WriteSide.Writer {

        private final AtomicInteger writable = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private volatile Runnable onWritable = () -> {};

        void forgetsAfter(WriteSide side, int events) {
            onWritable = () -> {
                if (writable.get() == events) {
                    side.forget(this);
                }
            };
        }

        @Override
        public void onWritable() {
            writable.incrementAndGet();
            onWritable.run();
        }

        @Override
        public void onLost() {
            lost.incrementAndGet();
        }
    }
}
