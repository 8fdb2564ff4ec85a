package io.weir.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.kit.Closing;
import io.weir.kit.Eventually;
import io.weir.kit.LevelWatch;
import io.weir.kit.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Memory: a container with a limit, clients that do not read, and small requests beside them. */
final class BoundedIT {

    private static final int OUT_OF_MEMORY = 5;
    private static final Pattern STALLED_MILLIS = Pattern.compile("\"stalled_ms\":(\\d+)");
    private static final long FILLED_UP_MILLIS = 1000;
    private static final int FEW = 4;
    private static final int MOST_STALLED = 40;
    private static final int SMALL_REQUESTS = 200;

    private static Net net;
    private static Box nginx;
    private static String large;

    @BeforeAll
    static void start() {
        net = Net.create();
        nginx = Servers.nginx(net);
        large = nginx.shell("sha256sum < /srv/large | cut -d' ' -f1").strip();
    }

    @AfterAll
    static void stop() {
        Closing.all(nginx, net);
    }

    @ParameterizedTest
    @CsvSource({"128, 150", "192, 200", "256, 300"})
    void small_requests_are_answered_beside_a_crowd_that_does_not_read_and_the_kernel_ends_nobody(
            int mib, int clients) {
        try (Weir weir = small(mib);
                LevelWatch level = LevelWatch.start(weir::metrics);
                Crowd crowd = Crowd.begin(net, weir, "/large", clients)) {
            for (int i = 0; i < SMALL_REQUESTS; i++) {
                assertThat(weir.get("/page").statusCode()).isEqualTo(200);
            }
            Eventually.holds("all downloads wait", () -> weir.metrics().count("weir_server_active") == clients);
            crowd.readOn(Servers.LARGE, large);
            level.assertWithinLimit();
            weir.assertAtRest();
            assertThat(weir.box().state().getOOMKilled()).isFalse();
            assertThat(weir.box().state().getRunning()).isTrue();
        }
    }

    @Test
    void all_pages_of_admin_answer_while_every_buffer_is_in_use() {
        List<Wire> stalled = new ArrayList<>();
        try (Weir weir = Weir.configured(net, configuration(FEW) + """
                        weir.buffers { stall-quota = 1, client-share = 1, reserve = 0 }
                        """)) {
            Eventually.holds("all in use", () -> areAllInUse(weir, stalled));
            assertThat(weir.metrics().count("weir_buffers_limit")).isEqualTo(FEW);
            assertThat(weir.admin("/health/live").statusCode()).isEqualTo(200);
            assertThat(weir.admin("/health/ready").statusCode()).isEqualTo(200);
            assertThat(weir.admin("/status").statusCode()).isEqualTo(200);
            assertThat(weir.admin("/debug/holders").body())
                    .contains("\"leased\":" + FEW)
                    .contains("\"flow\":\"response\"");
            Closing.all(stalled.toArray(AutoCloseable[]::new));
            weir.assertAtRest();
        }
    }

    @Test
    void idle_clients_hold_no_buffer() throws Exception {
        try (Weir weir = Weir.configured(net, configuration(FEW));
                Wire idle = Wire.to(weir.address());
                Wire halfHead = Wire.to(weir.address())) {
            assertThat(idle.get("/page").readMessage().head().status()).isEqualTo(200);
            halfHead.write("GET /page HTT");
            Eventually.holds("half a head is parked", () -> weir.metrics().count("weir_parked_bytes") > 0);
            assertThat(weir.metrics().count("weir_sessions")).isEqualTo(2);
            Eventually.holds("it holds no buffer", () -> weir.metrics().count("weir_buffers_leased") == 0);
        }
    }

    @Test
    void a_container_of_64_mb_is_refused_with_the_sum() {
        try (Box refused = Weir.mounted(configuration(128))
                .environment("WEIR_HEAP", "24m")
                .memory(64)
                .runToEnd()) {
            assertThat(refused.exitCode()).isEqualTo(OUT_OF_MEMORY);
            assertThat(refused.err())
                    .contains("this does not fit into the memory there is")
                    .contains("24.0 MiB  Java heap")
                    .containsPattern("= +[0-9.]+ MiB  needed")
                    .containsPattern("64.0 MiB  limit of the container");
        }
    }

    @Test
    void what_is_automatic_is_made_to_fit_the_container() {
        try (Weir small = small(128);
                Weir larger = small(256)) {
            assertThat(small.box().err()).contains("of 128.0 MiB (limit of the container");
            assertThat(small.metrics().count("weir_sessions_limit"))
                    .isLessThan(larger.metrics().count("weir_sessions_limit"));
        }
    }

    /** One more stalled client each time it is not so: of some the last bytes are parked, and they hold nothing. */
    private static boolean areAllInUse(Weir weir, List<Wire> stalled) throws IOException {
        boolean allStalled = weir.metrics().count("weir_buffers_stalled") == FEW;
        if (!allStalled && stalled.size() < MOST_STALLED) {
            stalled.add(Wire.to(weir.address()).get("/big"));
        }
        return allStalled && areFilledUp(weir);
    }

    // While the sockets on the way fill, a buffer stalls and goes on again.
    private static boolean areFilledUp(Weir weir) {
        return STALLED_MILLIS
                .matcher(weir.admin("/debug/holders").body())
                .results()
                .allMatch(stall -> Long.parseLong(stall.group(1)) >= FILLED_UP_MILLIS);
    }

    private static Weir small(int mib) {
        return Weir.configured(
                net,
                configuration(128),
                box -> box.environment("WEIR_HEAP", "24m").memory(mib));
    }

    private static String configuration(int buffers) {
        return """
                weir {
                  listeners.web { bind = ":8080", backend = nginx }
                  backends.nginx.servers.one.address = "%s"
                  buffers.count = %d
                  admin.bind = ":9901"
                }
                """.formatted(nginx.at(Servers.NGINX), buffers);
    }
}
