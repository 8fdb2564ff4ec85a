package io.weir.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every connection has its end, and the oldest gives way: in the time of the test. */
final class AdminConnectionsTest {

    private static final Duration STEP = Duration.ofMillis(100);

    private final AdminConnections connections = new AdminConnections(AdminConnections.MOST);
    private final List<EmbeddedChannel> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void a_head_has_one_deadline_that_bytes_do_not_move() {
        EmbeddedChannel slow = open();
        Duration passed = Duration.ZERO;
        while (slow.isOpen()) {
            slow.writeInbound(Unpooled.copiedBuffer("a", StandardCharsets.US_ASCII));
            pass(slow, STEP);
            passed = passed.plus(STEP);
        }
        assertThat(passed).isEqualTo(AdminConnections.HEAD_DEADLINE);
    }

    @Test
    void an_answer_that_is_not_taken_has_a_deadline_of_its_own() {
        EmbeddedChannel reader = open();
        pass(reader, AdminConnections.HEAD_DEADLINE.minus(STEP));
        connections.answers(reader, 10);
        pass(reader, AdminConnections.ANSWER_DEADLINE.minus(STEP));
        assertThat(reader.isOpen()).isTrue();
        pass(reader, STEP);
        assertThat(reader.isOpen()).isFalse();
    }

    @Test
    void a_connection_that_has_closed_takes_no_place_of_answers() {
        EmbeddedChannel reader = open();
        connections.answers(reader, 10);
        for (int i = 0; i < AdminConnections.MOST_ANSWERED; i++) {
            EmbeddedChannel gone = open();
            gone.close();
            connections.answers(gone, 10);
        }
        assertThat(reader.isOpen()).isTrue();
    }

    @Test
    void the_oldest_half_sent_head_gives_way_to_a_new_connection() {
        EmbeddedChannel oldest = open();
        List<EmbeddedChannel> others = open(AdminConnections.MOST_ASKING - 1);
        assertThat(oldest.isOpen()).isTrue();
        open();
        assertThat(oldest.isOpen()).isFalse();
        assertThat(others).allMatch(EmbeddedChannel::isOpen);
    }

    // Else a client that opens connections faster than the head of a probe comes in would push out every probe.
    @Test
    void the_client_with_most_half_sent_heads_gives_way_and_not_another() {
        EmbeddedChannel probe = open("192.0.2.1");
        EmbeddedChannel greedyOldest = open("198.51.100.1");
        List<EmbeddedChannel> greedy = new ArrayList<>();
        for (int i = 0; i < AdminConnections.MOST_ASKING - 2; i++) {
            greedy.add(open("198.51.100.1"));
        }
        EmbeddedChannel late = open("198.51.100.1");
        assertThat(greedyOldest.isOpen()).isFalse();
        assertThat(greedy).allMatch(EmbeddedChannel::isOpen);
        for (int i = 0; i < 10 * AdminConnections.MOST; i++) {
            open("198.51.100.1");
        }
        assertThat(greedy).noneMatch(EmbeddedChannel::isOpen);
        assertThat(late.isOpen()).isFalse();
        assertThat(probe.isOpen()).isTrue();
    }

    @Test
    void a_network_of_ipv6_counts_as_one_client() {
        EmbeddedChannel probe = open("192.0.2.1");
        for (int i = 1; i < 10 * AdminConnections.MOST; i++) {
            open("2001:db8::" + Integer.toHexString(i));
        }
        assertThat(probe.isOpen()).isTrue();
    }

    @Test
    void a_write_that_is_being_done_has_no_deadline_and_gives_way_to_nobody() {
        EmbeddedChannel writer = open();
        connections.works(writer);
        pass(writer, AdminConnections.ANSWER_DEADLINE.multipliedBy(100));
        open(10 * AdminConnections.MOST);
        assertThat(writer.isOpen()).isTrue();
        connections.answers(writer, 10);
        pass(writer, AdminConnections.ANSWER_DEADLINE);
        assertThat(writer.isOpen()).isFalse();
        EmbeddedChannel last = open();
        connections.works(last);
        connections.closeAll();
        assertThat(last.isOpen()).isFalse();
    }

    @Test
    void slow_readers_take_no_place_of_those_who_are_about_to_ask() {
        List<EmbeddedChannel> asking = open(AdminConnections.MOST_ASKING - 1);
        List<EmbeddedChannel> readers = new ArrayList<>();
        for (int i = 0; i < AdminConnections.MOST; i++) {
            EmbeddedChannel reader = open();
            connections.answers(reader, 1);
            readers.add(reader);
        }
        assertThat(asking).allMatch(EmbeddedChannel::isOpen);
        assertThat(readers.stream().filter(EmbeddedChannel::isOpen)).hasSize(AdminConnections.MOST_ANSWERED);
        assertThat(readers.get(readers.size() - 1).isOpen()).isTrue();
    }

    // Else a client that asks for pages and takes none of them would push out every scrape.
    @Test
    void the_client_with_most_answers_that_are_not_taken_gives_way_and_not_another() {
        EmbeddedChannel scrape = open("192.0.2.1");
        connections.answers(scrape, 10);
        for (int i = 0; i < 10 * AdminConnections.MOST; i++) {
            connections.answers(open("198.51.100.1"), AdminConnections.MOST_ANSWER_BYTES / 3);
        }
        assertThat(scrape.isOpen()).isTrue();
    }

    @Test
    void answers_on_the_heap_are_bounded_and_the_oldest_gives_way() {
        int third = AdminConnections.MOST_ANSWER_BYTES / 3;
        List<EmbeddedChannel> readers = open(4);
        readers.forEach(reader -> connections.answers(reader, third));
        assertThat(readers).extracting(EmbeddedChannel::isOpen).containsExactly(false, true, true, true);
        EmbeddedChannel large = open();
        connections.answers(large, 2L * AdminConnections.MOST_ANSWER_BYTES);
        assertThat(readers).noneMatch(EmbeddedChannel::isOpen);
        assertThat(large.isOpen()).isTrue();
    }

    @Test
    void a_connection_that_has_ended_gives_its_place_back() {
        EmbeddedChannel asking = open();
        EmbeddedChannel reader = open();
        connections.answers(reader, 1);
        for (int i = 0; i < 2 * AdminConnections.MOST; i++) {
            open().close();
            EmbeddedChannel next = open();
            connections.answers(next, AdminConnections.MOST_ANSWER_BYTES - 1);
            next.close();
        }
        assertThat(asking.isOpen()).isTrue();
        assertThat(reader.isOpen()).isTrue();
    }

    @Test
    void at_the_end_all_are_closed() {
        List<EmbeddedChannel> all = open(4);
        connections.answers(all.get(0), 1);
        connections.answers(all.get(1), 1);
        connections.closeAll();
        assertThat(all).noneMatch(EmbeddedChannel::isOpen);
    }

    private EmbeddedChannel open(String address) {
        return open(new EmbeddedChannel(new ChannelInboundHandlerAdapter()) {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(address, 1);
            }
        });
    }

    private EmbeddedChannel open() {
        return open(new EmbeddedChannel(new ChannelInboundHandlerAdapter()));
    }

    private EmbeddedChannel open(EmbeddedChannel channel) {
        channel.freezeTime();
        opened.add(channel);
        connections.opened(channel);
        return channel;
    }

    private List<EmbeddedChannel> open(int count) {
        List<EmbeddedChannel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            channels.add(open());
        }
        return channels;
    }

    private static void pass(EmbeddedChannel channel, Duration time) {
        channel.advanceTimeBy(time.toMillis(), TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }
}
