package io.weir.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.server.admin.LoggedLines;
import io.weir.server.config.LoadResult;
import io.weir.server.config.SettingsLoader;
import io.weir.testing.wire.Patience;
import java.io.IOError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reloads that are asked for while another runs, while the program stops, or that fail. */
final class ReloadsTest {

    private static final String MINIMUM = """
            weir {
              listeners.web { bind = "127.0.0.1:8080", backend = shop }
              backends.shop.servers.one.address = "127.0.0.1:9000"
            }
            """;
    private static final String BROKEN = MINIMUM + "weir.bufers.count = 3\n";

    @TempDir
    private Path directory;

    private final NotingTarget program = new NotingTarget();
    private final ExecutorService signals = Executors.newSingleThreadExecutor();
    private final HandRounds rounds = new HandRounds();
    private final ExecutorService caller = Executors.newCachedThreadPool();
    private final AtomicInteger inLoad = new AtomicInteger();
    private final AtomicInteger mostInLoad = new AtomicInteger();
    private volatile Runnable beforeLoad = () -> {};
    private final List<String> observed = new CopyOnWriteArrayList<>();
    private Reloads reloads;

    @BeforeEach
    void start() throws IOException {
        write(MINIMUM);
        LoadResult.Accepted loaded = (LoadResult.Accepted) SettingsLoader.load(file());
        program.started = loaded.settings().weir();
        reloads = new Reloads(
                new Reloader(heap -> load(), loaded, program, new AmpleStart()),
                Optional.of(Duration.ofHours(1)),
                SettingsLoader.READ_LIMITS,
                new NotingObserver(),
                rounds,
                signals);
    }

    @AfterEach
    void stop() {
        reloads.close();
        caller.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "hello", "{\"weir\":{\"listeners\":{}}}"})
    void a_text_that_is_no_configuration_is_rejected_with_problems(String text) {
        ReloadOutcome outcome = reloads.preview(text, Asker.MAY_WRITE);
        assertThat(outcome.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(outcome.result().status()).isEqualTo(422);
        assertThat(outcome.problems()).isNotEmpty();
    }

    @Test
    void an_answer_is_bounded_whatever_a_caller_sends() {
        StringBuilder keys = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            keys.append(i == 0 ? "" : ",")
                    .append("\"k")
                    .append(i)
                    .append("x".repeat(2000))
                    .append("\":1");
        }
        ReloadOutcome outcome = reloads.preview("{\"weir\":{" + keys + "}}", Asker.MAY_READ);
        assertThat(outcome.problems()).hasSize(101);
        assertThat(outcome.problems().get(100)).matches("and \\d+ more");
        assertThat(outcome.json().length()).isLessThan(1 << 20);
    }

    // AdminClient reads 1 MiB. weir reload said "not HTTP" of a longer answer, though the reload was taken.
    @Test
    void the_answer_of_a_reload_is_bounded_whatever_the_files_say() throws IOException {
        StringBuilder keys = new StringBuilder(MINIMUM);
        for (int i = 0; i < 450; i++) {
            keys.append("weir.k").append(i).append("x".repeat(2000)).append(" = 1\n");
        }
        write(keys.toString());
        ReloadOutcome outcome = reloads.reload(Trigger.ADMIN);
        assertThat(outcome.result()).isEqualTo(ReloadResult.REJECTED);
        assertThat(outcome.problems()).hasSize(101);
        assertThat(outcome.problems().get(100)).matches("and \\d+ more");
        assertThat(outcome.json().length()).isLessThan(1 << 20);
    }

    @Test
    void files_that_do_not_settle_are_one_line_of_the_log_whatever_their_names_are() {
        try (LoggedLines log = LoggedLines.of(Reloads.class)) {
            Reloads.warnOfUnsettled(Set.of(Path.of("/a\nevent=forged\u2028\" event=\"forged")));
            assertThat(log.last()).isEqualTo("WARN event=config_unsettled files=\"[/a event=forged ' event='forged]\"");
        }
    }

    @Test
    void signals_that_come_while_a_reload_runs_are_one_more() throws Exception {
        Gate gate = askedAndHeld();
        for (int i = 0; i < 5; i++) {
            reloads.ask();
        }
        gate.open();
        awaitSignals();
        assertThat(program.results()).containsExactly(ReloadResult.TAKEN, ReloadResult.UNCHANGED);
        reloads.ask();
        awaitSignals();
        assertThat(program.results()).hasSize(3);
    }

    @Test
    void a_signal_during_a_reload_takes_over_what_the_file_says_by_then() throws Exception {
        Gate gate = askedAndHeld();
        write(MINIMUM + "weir.timeouts.connect = 2s\n");
        reloads.ask();
        gate.open();
        awaitSignals();
        assertThat(program.taken.get(program.taken.size() - 1).weir().timeouts().connect())
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(program.results()).containsExactly(ReloadResult.TAKEN, ReloadResult.UNCHANGED);
    }

    @Test
    void reloads_of_all_kinds_run_one_at_a_time() throws Exception {
        Gate gate = new Gate();
        beforeLoad = gate;
        write(MINIMUM + "weir.timeouts.connect = 2s\n");
        Future<ReloadOutcome> first = caller.submit(() -> reloads.reload(Trigger.ADMIN));
        gate.awaitArrival();
        Future<ReloadOutcome> second = caller.submit(() -> reloads.reload(Trigger.ADMIN));
        reloads.ask();
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        Future<?> watching = caller.submit(() -> {
            rounds.round();
            rounds.round();
        });
        gate.open();
        first.get(Patience.SECONDS, TimeUnit.SECONDS);
        second.get(Patience.SECONDS, TimeUnit.SECONDS);
        watching.get(Patience.SECONDS, TimeUnit.SECONDS);
        awaitSignals();
        assertThat(mostInLoad).hasValue(1);
        assertThat(program.results()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_reload_that_runs_when_the_program_stops_comes_to_its_end() throws Exception {
        Gate gate = askedAndHeld();
        reloads.ask();
        reloads.close();
        reloads.ask();
        gate.open();
        assertThat(signals.awaitTermination(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(program.results()).containsExactly(ReloadResult.TAKEN);
    }

    @Test
    void each_signal_after_the_close_is_a_line_of_the_log_and_no_reload() {
        try (LoggedLines log = LoggedLines.of(Reloads.class)) {
            reloads.close();
            reloads.ask();
            reloads.ask();
            assertThat(log.lines())
                    .containsExactly(
                            "INFO event=reload result=stopping trigger=signal",
                            "INFO event=reload result=stopping trigger=signal");
        }
        assertThat(program.told).isEmpty();
    }

    @Test
    void a_signal_that_waits_for_a_reload_when_the_program_stops_is_a_line_of_the_log() throws Exception {
        Gate gate = askedAndHeld();
        reloads.ask();
        try (LoggedLines log = LoggedLines.of(Reloads.class)) {
            reloads.close();
            assertThat(log.lines()).containsExactly("INFO event=reload result=stopping trigger=signal");
        } finally {
            gate.open();
        }
    }

    @Test
    void a_change_that_is_being_taken_over_when_the_program_stops_comes_to_its_end() throws Exception {
        Gate gate = new Gate();
        beforeLoad = gate;
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        rounds.round();
        Future<?> taking = rounds.submit(rounds::round);
        gate.awaitArrival();
        reloads.close();
        gate.open();
        taking.get(Patience.SECONDS, TimeUnit.SECONDS);
        assertThat(program.results()).containsExactly(ReloadResult.TAKEN);
        assertThat(rounds.isShutdown()).isTrue();
    }

    @Test
    void an_error_of_the_program_is_a_failed_reload_that_is_told_and_the_next_one_works() throws Exception {
        List<Throwable> faults = List.of(
                new IllegalStateException("bug"),
                new OutOfMemoryError("heap"),
                new NoClassDefFoundError("a class of a half-replaced installation"),
                new AssertionError("bug"),
                new IOError(new IOException("no working directory")));
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        for (Throwable fault : faults) {
            program.fault = Optional.of(fault);
            reloads.ask();
            awaitSignals();
        }
        assertThat(program.results()).hasSize(faults.size()).allMatch(ReloadResult.FAILED::equals);
        program.fault = Optional.empty();
        reloads.ask();
        awaitSignals();
        assertThat(program.results()).endsWith(ReloadResult.TAKEN);
    }

    @Test
    void a_caller_that_waits_is_told_that_its_reload_failed() throws IOException {
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        beforeLoad = () -> NotingTarget.thrown(new NoClassDefFoundError("bug"));
        assertThat(reloads.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.FAILED);
        beforeLoad = () -> {};
        assertThat(reloads.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.TAKEN);
    }

    @Test
    void a_changed_file_is_taken_over_once_it_is_the_same_for_two_rounds() throws IOException {
        rounds.round();
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        rounds.round();
        assertThat(program.told).isEmpty();
        rounds.round();
        rounds.round();
        rounds.round();
        assertThat(program.results()).containsExactly(ReloadResult.TAKEN);
    }

    @Test
    void a_file_that_was_refused_is_not_tried_again_until_it_changes() throws IOException {
        write(BROKEN);
        rounds(4);
        assertThat(program.results()).containsExactly(ReloadResult.REJECTED);
        write(MINIMUM);
        rounds(4);
        assertThat(program.results()).containsExactly(ReloadResult.REJECTED, ReloadResult.UNCHANGED);
    }

    @Test
    void a_change_that_another_reload_has_looked_at_is_no_news_to_the_watch() throws IOException {
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        assertThat(reloads.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.TAKEN);
        rounds(4);
        write(BROKEN);
        assertThat(reloads.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.REJECTED);
        rounds(4);
        assertThat(program.told).hasSize(2);
    }

    @Test
    void a_file_that_a_reload_includes_is_watched_from_then_on() throws IOException {
        write(MINIMUM + "include \"more.conf\"\n");
        Path more = directory.resolve("more.conf");
        Files.writeString(more, "weir.timeouts.connect = 1s\n");
        assertThat(reloads.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.TAKEN);
        Files.writeString(more, "weir.timeouts.connect = 2s\n");
        rounds(2);
        assertThat(program.results()).containsExactly(ReloadResult.TAKEN, ReloadResult.TAKEN);
    }

    @Test
    void files_that_change_in_every_round_are_told_in_the_log() throws IOException {
        try (LoggedLines log = LoggedLines.of(Reloads.class)) {
            for (int i = 0; i < 13; i++) {
                write(MINIMUM + "# " + i + "\n");
                rounds.round();
            }
            assertThat(log.lines())
                    .containsExactly("WARN event=config_unsettled files=\"[" + file().toAbsolutePath() + "]\"");
        }
        assertThat(program.told).isEmpty();
    }

    @Test
    void files_that_change_in_every_round_are_told_to_the_program_until_they_settle() throws IOException {
        for (int i = 0; i < 13; i++) {
            write(MINIMUM + "# " + i + "\n");
            rounds.round();
        }
        assertThat(program.settling).containsExactly("unsettled");
        write(MINIMUM);
        rounds(2);
        assertThat(program.settling).containsExactly("unsettled", "settled");
        assertThat(program.told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void without_an_interval_no_round_is_begun(boolean watched) {
        HandRounds own = new HandRounds();
        Reloader reloader = new Reloader(
                heap -> load(), (LoadResult.Accepted) SettingsLoader.load(file()), program, new AmpleStart());
        Optional<Duration> interval = watched ? Optional.of(Duration.ofSeconds(7)) : Optional.empty();
        try (Reloads some =
                new Reloads(reloader, interval, SettingsLoader.READ_LIMITS, ReloadObserver.NONE, own, signals)) {
            assertThat(own.intervals).isEqualTo(watched ? List.of(Duration.ofSeconds(7)) : List.of());
            assertThat(some.reload(Trigger.ADMIN).result()).isEqualTo(ReloadResult.UNCHANGED);
        }
    }

    @Test
    void an_observer_is_told_of_the_beginning_and_the_end_of_a_reload_whatever_becomes_of_it() throws IOException {
        reloads.reload(Trigger.ADMIN);
        write(BROKEN);
        reloads.reload(Trigger.SIGNAL);
        assertThat(observed).containsExactly("ADMIN begins", "ADMIN unchanged", "SIGNAL begins", "SIGNAL rejected");
    }

    private final class NotingObserver implements ReloadObserver {

        @Override
        public void begins(Trigger trigger) {
            observed.add(trigger + " begins");
        }

        @Override
        public void ended(Trigger trigger, ReloadOutcome outcome) {
            observed.add(trigger + " " + outcome.result().word());
        }
    }

    /** A reload of a changed file that a signal has asked for, and that loads it once the gate is open. */
    private Gate askedAndHeld() throws Exception {
        Gate gate = new Gate();
        beforeLoad = gate;
        write(MINIMUM + "weir.timeouts.connect = 1s\n");
        reloads.ask();
        gate.awaitArrival();
        return gate;
    }

    private LoadResult load() {
        mostInLoad.accumulateAndGet(inLoad.incrementAndGet(), Math::max);
        try {
            beforeLoad.run();
            return SettingsLoader.load(file());
        } finally {
            inLoad.decrementAndGet();
        }
    }

    // The executor has one thread, so all that was asked for before is done.
    private void awaitSignals() throws Exception {
        signals.submit(() -> {}).get(Patience.SECONDS, TimeUnit.SECONDS);
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            rounds.round();
        }
    }

    private Path file() {
        return directory.resolve("weir.conf");
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    /** Holds up what runs it until it is opened. An interrupt is noted and kept, as a read of a file notes it. */
    private static final class Gate implements Runnable {

        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public void run() {
            arrived.countDown();
            boolean interrupted = false;
            for (boolean waits = true; waits; ) {
                try {
                    opened.await();
                    waits = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitArrival() throws InterruptedException {
            assertThat(arrived.await(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        void open() {
            opened.countDown();
        }
    }

    /** Rounds that begin when the test says so. */
    private static final class HandRounds extends ScheduledThreadPoolExecutor {

        final List<Duration> intervals = new java.util.ArrayList<>();
        private Runnable round = () -> {};

        HandRounds() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
            round = task;
            intervals.add(Duration.of(delay, unit.toChronoUnit()));
            return schedule(() -> {}, 1, TimeUnit.DAYS);
        }

        void round() {
            round.run();
        }
    }
}
