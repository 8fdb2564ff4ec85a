package io.weir.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.backend.Backend;
import io.weir.backend.BackendSettings;
import io.weir.backend.Server;
import io.weir.backend.ServerSettings;
import io.weir.buffer.Parking;
import io.weir.http.HttpVersion;
import io.weir.reason.Ending;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimelineTest {

    private static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1234);

    private final Parking parking = new Parking(4 * KeptLine.MOST_BYTES);

    @Test
    void it_tells_the_story_of_an_exchange() {
        Timeline timeline = timeline(KeptLine.MOST_BYTES);
        Server server = server();
        timeline.begin(1, 1_000, 1_700_000_000_000L);
        ask(timeline, "GET", "/p?q");
        timeline.chose("shop");
        timeline.waitedForSlot(5);
        timeline.attempted(server);
        timeline.connectedAfter(10);
        timeline.attempted(server);
        timeline.reusedConnection();
        timeline.received(100);
        timeline.waitedForBuffer(3);
        timeline.waitedForBuffer(4);
        timeline.firstByte(1_500);
        timeline.firstByte(1_900);
        timeline.answered(200);
        timeline.sent(40);
        timeline.sent(2);
        timeline.end(Ending.DONE, 3_000);
        assertThat(timeline.session()).isEqualTo(7);
        assertThat(timeline.number()).isEqualTo(1);
        assertThat(timeline.listener()).isEqualTo("front");
        assertThat(timeline.client()).isEqualTo(CLIENT);
        assertThat(timeline.startMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(timeline.method()).isEqualTo("GET");
        assertThat(timeline.target()).isEqualTo("/p?q");
        assertThat(timeline.version()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(timeline.backend()).isEqualTo("shop");
        assertThat(timeline.server()).isEqualTo("s1");
        assertThat(timeline.attempts()).isEqualTo(2);
        assertThat(timeline.reused()).isTrue();
        assertThat(timeline.status()).isEqualTo(200);
        assertThat(timeline.requestBytes()).isEqualTo(100);
        assertThat(timeline.responseBytes()).isEqualTo(42);
        assertThat(timeline.bufferWaitNanos()).isEqualTo(7);
        assertThat(timeline.slotWaitNanos()).isEqualTo(5);
        assertThat(timeline.connectNanos()).isEqualTo(10);
        assertThat(timeline.timeToFirstByteNanos()).isEqualTo(500);
        assertThat(timeline.totalNanos()).isEqualTo(2_000);
        assertThat(timeline.endNanos()).isEqualTo(3_000);
        assertThat(timeline.reason()).isEqualTo(Ending.DONE);
    }

    @Test
    void nothing_of_one_exchange_stays_for_the_next() {
        Timeline timeline = timeline(KeptLine.MOST_BYTES);
        timeline.begin(1, 1_000, 5);
        ask(timeline, "DELETE", "/a-long-target");
        timeline.chose("shop");
        timeline.attempted(server());
        timeline.reusedConnection();
        timeline.received(1);
        timeline.sent(1);
        timeline.waitedForBuffer(1);
        timeline.waitedForSlot(1);
        timeline.connectedAfter(1);
        timeline.firstByte(1_001);
        timeline.answered(500);
        timeline.end(Ending.CLIENT_ABORT, 2_000);
        timeline.begin(2, 3_000, 6);
        assertThat(timeline.number()).isEqualTo(2);
        assertThat(timeline.method()).isEmpty();
        assertThat(timeline.target()).isEmpty();
        assertThat(timeline.backend()).isEmpty();
        assertThat(timeline.server()).isEmpty();
        assertThat(timeline.attempts()).isZero();
        assertThat(timeline.reused()).isFalse();
        assertThat(timeline.status()).isZero();
        assertThat(timeline.reason()).isEqualTo(Ending.DONE);
        assertThat(timeline.requestBytes()).isZero();
        assertThat(timeline.responseBytes()).isZero();
        assertThat(timeline.bufferWaitNanos()).isZero();
        assertThat(timeline.slotWaitNanos()).isZero();
        assertThat(timeline.connectNanos()).isEqualTo(Timeline.NEVER);
        assertThat(timeline.timeToFirstByteNanos()).isEqualTo(Timeline.NEVER);
    }

    @Test
    void a_time_that_is_zero_is_not_one_that_did_not_happen() {
        Timeline timeline = timeline(0);
        timeline.begin(1, 0, 5);
        assertThat(timeline.connectNanos()).isEqualTo(Timeline.NEVER);
        assertThat(timeline.timeToFirstByteNanos()).isEqualTo(Timeline.NEVER);
        timeline.connectedAfter(0);
        timeline.firstByte(0);
        timeline.firstByte(10);
        assertThat(timeline.connectNanos()).isZero();
        assertThat(timeline.timeToFirstByteNanos()).isZero();
    }

    @Test
    void a_new_attempt_is_not_on_a_connection_used_before_until_it_says_so() {
        Timeline timeline = timeline(0);
        timeline.begin(1, 0, 0);
        timeline.attempted(server());
        timeline.reusedConnection();
        timeline.attempted(server());
        assertThat(timeline.reused()).isFalse();
    }

    @Test
    void who_asks_for_no_request_lines_gets_none() {
        Timeline timeline = timeline(0);
        timeline.begin(1, 0, 0);
        ask(timeline, "GET", "/");
        assertThat(timeline.method()).isEmpty();
        assertThat(timeline.target()).isEmpty();
    }

    @Test
    void a_long_request_line_is_cut_off() {
        Timeline timeline = timeline(KeptLine.MOST_BYTES);
        timeline.begin(1, 0, 0);
        ask(timeline, "GET", "/" + "x".repeat(5_000));
        assertThat(timeline.method()).isEqualTo("GET");
        assertThat(timeline.target()).hasSize(2_048 - 3).startsWith("/xxx");
        timeline.begin(1, 0, 0);
        ask(timeline, "M".repeat(5_000), "/");
        assertThat(timeline.method()).hasSize(2_048);
        assertThat(timeline.target()).isEmpty();
    }

    @Test
    void a_line_is_cut_short_where_the_lines_of_others_have_filled_their_part_of_the_parking() {
        Timeline first = timeline(KeptLine.MOST_BYTES);
        Timeline second = timeline(KeptLine.MOST_BYTES);
        ask(first, "GET", "/" + "x".repeat(5_000));
        assertThat(parking.usedBytes()).isEqualTo(KeptLine.MOST_BYTES);
        ask(second, "GET", "/" + "y".repeat(5_000));
        assertThat(second.target()).hasSize(KeptLine.FREE_BYTES - 3).startsWith("/yyy");
        first.forgetLine();
        ask(second, "GET", "/" + "z".repeat(5_000));
        assertThat(second.target()).hasSize(KeptLine.MOST_BYTES - 3).startsWith("/zzz");
        second.forgetLine();
        assertThat(parking.usedBytes()).isZero();
    }

    @Test
    void a_line_of_ordinary_length_needs_no_room_in_the_parking() {
        Timeline timeline = new Timeline(new KeptLine(new Parking(0), KeptLine.MOST_BYTES));
        ask(timeline, "GET", "/" + "x".repeat(KeptLine.FREE_BYTES - 4));
        assertThat(timeline.target()).hasSize(KeptLine.FREE_BYTES - 3);
        timeline.forgetLine();
        assertThat(timeline.method()).isEmpty();
        assertThat(timeline.target()).isEmpty();
        ask(timeline, "PUT", "/short");
        assertThat(timeline.method()).isEqualTo("PUT");
        assertThat(timeline.target()).isEqualTo("/short");
    }

    private static void ask(Timeline timeline, String method, String target) {
        byte[] line = (method + " " + target).getBytes(StandardCharsets.ISO_8859_1);
        int targetStart = method.length() + 1;
        timeline.asked(ByteBuffer.wrap(line), 0, method.length(), targetStart, line.length, HttpVersion.HTTP_1_1);
    }

    private static Server server() {
        return new Backend(new BackendSettings("shop", List.of(ServerSettings.of("s1", CLIENT))))
                .servers()
                .get(0);
    }

    private Timeline timeline(int lineBytes) {
        Timeline timeline = new Timeline(new KeptLine(parking, lineBytes));
        timeline.belongsTo(7, "front", CLIENT);
        return timeline;
    }
}
