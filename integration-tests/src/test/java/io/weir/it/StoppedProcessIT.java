package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Eventually;
import io.weir.kit.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped for longer than its timeouts: a client whose bytes arrive meanwhile is in time. */
final class StoppedProcessIT {

    private static final int CLIENTS = 20;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration STOP = LIMIT.plusSeconds(2);
    private static final String[] TIMEOUTS = {
        "weir.timeouts.request-head = 10s", "weir.timeouts.request-idle = 10s", "weir.timeouts.response-head = 10s"
    };

    private final CountDownLatch uploadsBegun = new CountDownLatch(CLIENTS);

    @TempDir
    Path directory;

    @Test
    void bytes_that_arrive_while_the_process_is_stopped_are_in_time() throws Exception {
        try (FakeServer server = FakeServer.start(this::answerAll);
                WeirProcess weir = WeirProcess.http(directory, server.address(), TIMEOUTS)) {
            List<Wire> heads = connect(weir, "GET /head HTTP/1.1\r\nHost: weir.test\r\n");
            List<Wire> uploads =
                    connect(weir, "POST /upload HTTP/1.1\r\nHost: weir.test\r\nContent-Length: 10\r\n\r\n01234");
            assertThat(uploadsBegun.await(Eventually.SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            weir.process().stop();
            for (Wire head : heads) {
                head.write("\r\n");
            }
            for (Wire upload : uploads) {
                upload.write("56789");
            }
            Eventually.pass(STOP);
            weir.process().goOn();
            assertThat(statuses(heads)).as("half-sent heads").hasSize(CLIENTS).containsOnly(200);
            assertThat(statuses(uploads)).as("uploads").hasSize(CLIENTS).containsOnly(200);
            assertThat(weir.metrics().sum("weir_loop_late_turns_total")).isPositive();
            assertThat(weir.err()).contains("event=late_turn ");
            weir.assertAtRest();
        }
    }

    @Test
    void a_back_connection_that_its_server_closes_meanwhile_takes_no_request() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        FakeServer.Conversation once = back -> {
            back.readHead();
            back.answer("done");
            stopped.await();
            back.close();
            closed.countDown();
        };
        try (FakeServer server = FakeServer.start(once);
                WeirProcess weir = WeirProcess.http(directory, server.address(), TIMEOUTS);
                Wire client = Wire.to(weir.address())) {
            assertThat(client.get("/first").readMessage().head().status()).isEqualTo(200);
            weir.process().stop();
            stopped.countDown();
            closed.await();
            client.get("/second");
            Eventually.pass(STOP);
            weir.process().goOn();
            assertThat(client.readMessage().head().status()).isEqualTo(200);
        }
    }

    private void answerAll(Wire back) throws IOException {
        for (var head = back.readHead(); head.isPresent(); head = back.readHead()) {
            if (head.get().contentLength() > 0) {
                uploadsBegun.countDown();
            }
            back.skip(head.get().contentLength());
            back.answer("done");
        }
    }

    private static List<Wire> connect(WeirProcess weir, String beginning) throws IOException {
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Wire.to(weir.address()).write(beginning));
        }
        return clients;
    }

    private static List<Integer> statuses(List<Wire> clients) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (Wire client : clients) {
            statuses.add(client.readMessage().head().status());
            client.close();
        }
        return statuses;
    }
}
