package io.weir.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import io.weir.server.reload.Trigger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ServiceNoticesTest {

    private static final long MONOTONIC_NANOS = 12_345_678_901L;

    private final List<List<String>> sent = new ArrayList<>();
    private final ServiceNotices notices = new ServiceNotices(sent::add, () -> MONOTONIC_NANOS);

    private static ReloadOutcome outcome(ReloadResult result, long generation) {
        return new ReloadOutcome(result, generation, "0123456789ab", List.of(), List.of(), List.of());
    }

    @Test
    void a_start_and_a_stop_are_told_with_a_status() {
        notices.ready(1);
        notices.stopping("30s");
        assertThat(sent)
                .containsExactly(
                        List.of("READY=1", "STATUS=Serving configuration 1"),
                        List.of("STOPPING=1", "STATUS=Stopping; exchanges may end within 30s"));
    }

    @Test
    void a_reload_by_a_signal_begins_with_the_time_of_the_monotonic_clock_and_ends_ready() {
        notices.begins(Trigger.SIGNAL);
        notices.ended(Trigger.SIGNAL, outcome(ReloadResult.TAKEN, 2));
        assertThat(sent)
                .containsExactly(
                        List.of("RELOADING=1", "MONOTONIC_USEC=12345678"),
                        List.of("READY=1", "STATUS=Serving configuration 2; last reload taken"));
    }

    @Test
    void a_refused_or_unchanged_reload_by_a_signal_ends_ready_as_well() {
        for (ReloadResult result : ReloadResult.values()) {
            sent.clear();
            notices.begins(Trigger.SIGNAL);
            notices.ended(Trigger.SIGNAL, outcome(result, 1));
            assertThat(sent.get(0)).contains("RELOADING=1");
            assertThat(sent.get(1))
                    .containsExactly("READY=1", "STATUS=Serving configuration 1; last reload " + result.word());
        }
    }

    @Test
    void a_reload_that_no_signal_asked_for_changes_the_status_alone_and_only_if_it_did_something() {
        notices.begins(Trigger.WATCH);
        notices.ended(Trigger.WATCH, outcome(ReloadResult.REJECTED, 1));
        notices.begins(Trigger.ADMIN);
        notices.ended(Trigger.ADMIN, outcome(ReloadResult.UNCHANGED, 1));
        assertThat(sent).containsExactly(List.of("STATUS=Serving configuration 1; last reload rejected"));
    }

    @Test
    void without_a_socket_nothing_is_sent() {
        // The thread of another test may be about to end.
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (Optional<String> socket : List.of(Optional.<String>empty(), Optional.of(""))) {
            ServiceNotices nowhere = ServiceNotices.to(socket);
            nowhere.ready(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("weir-notify") && !before.contains(thread));
        }
    }
}
