package io.weir.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.access.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log of who changed what, and who tried to. */
final class AuditTest {

    private static final Peer STRANGER = new Peer("192.0.2.1", Peer.Way.NETWORK);

    private final LoggedLines log = LoggedLines.of(Audit.class);
    private long now;
    private final Audit audit = new Audit(() -> now);

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void a_write_is_told_with_caller_role_result_and_duration() {
        audit.written(
                new WriteRequest("/reload", "192.0.2.1", Role.WRITE, "{\"secret\":1}"),
                WriteAnswer.done("{}"),
                Duration.ofMillis(12));
        assertThat(log.lines())
                .containsExactly(
                        "INFO event=admin_write caller=192.0.2.1 role=write write=/reload status=200 duration_ms=12");
    }

    @Test
    void a_refused_attempt_is_told_with_its_reason() {
        audit.refused(STRANGER, "POST", "/reload", Refusal.TOKEN);
        assertThat(log.lines())
                .containsExactly(
                        "WARN event=admin_refused caller=192.0.2.1 method=POST target=/reload reason=token status=401 left_out=0");
    }

    @Test
    void a_flood_of_guesses_is_told_at_a_bounded_rate_with_the_number_left_out() {
        attempt(1000);
        assertThat(log.lines()).hasSize(Audit.BURST);
        now += Audit.PERIOD.toNanos();
        attempt(1000);
        assertThat(log.lines()).hasSize(Audit.BURST + 1);
        assertThat(log.last()).endsWith(" left_out=" + (1000 - Audit.BURST));
        now += Audit.PERIOD.multipliedBy(1000).toNanos();
        attempt(1000);
        assertThat(log.lines()).hasSize(2 * Audit.BURST + 1);
    }

    @Test
    void a_flood_of_guesses_leaves_out_no_write() {
        attempt(1000);
        audit.written(new WriteRequest("/reload", "unix", Role.WRITE, ""), WriteAnswer.done("{}"), Duration.ZERO);
        assertThat(log.last()).contains("event=admin_write caller=unix");
    }

    @Test
    void what_a_stranger_sent_stays_one_word_of_bounded_length() {
        audit.refused(STRANGER, "POST", "/a\"b\\c=d\u0007\n\u20ac" + "e".repeat(500), Refusal.TOKEN);
        List<String> lines = log.lines();
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("target=/a?b?c?d???eee")
                .contains("eee... reason=token");
        assertThat(lines.get(0)).hasSizeLessThan(250);
    }

    private void attempt(int times) {
        for (int i = 0; i < times; i++) {
            audit.refused(STRANGER, "POST", "/reload", Refusal.TOKEN);
        }
    }
}
