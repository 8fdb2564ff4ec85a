package io.weir.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of the observer, the executor, and threads that meet. */
final class ContentWatchCallsTest {

    @TempDir
    private Path directory;

    private final List<Change> changes = new ArrayList<>();
    private final List<Throwable> bugs = new ArrayList<>();
    private Consumer<Change> onChange = change -> {};
    private Consumer<Throwable> onBug = bug -> {};
    private Runnable afterReading = () -> {};
    private Watching files;
    private ContentWatch watch;

    @BeforeEach
    void a_watched_file() {
        files = new Watching(directory);
        files.write("a", "one");
        watch = new ContentWatch(this::read, new ContentObserver() {
            @Override
            public void changed(Change change) {
                changes.add(change);
                onChange.accept(change);
            }

            @Override
            public void failed(Throwable bug) {
                bugs.add(bug);
                onBug.accept(bug);
            }
        });
        watch.watch(files.load("a"));
    }

    @Test
    void an_observer_that_throws_does_not_end_the_watch() {
        IllegalStateException bug = new IllegalStateException("reload");
        onChange = change -> {
            throw bug;
        };
        change("two");
        rounds(3);
        assertThat(changes).as("not reported again").hasSize(1);
        assertThat(bugs).containsExactly(bug);
        change("three");
        assertThat(changes).hasSize(2);
    }

    @Test
    void not_even_errors_end_the_watch() {
        onChange = change -> {
            throw new StackOverflowError();
        };
        onBug = bug -> {
            throw new AssertionError("the receiver of bugs has one");
        };
        List<Throwable> uncaught = new ArrayList<>();
        Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> uncaught.add(bug));
        try {
            change("two");
            change("three");
        } finally {
            Thread.currentThread().setUncaughtExceptionHandler(null);
        }
        assertThat(changes).hasSize(2);
        assertThat(uncaught)
                .hasSize(2)
                .allSatisfy(bug -> assertThat(bug)
                        .isInstanceOf(StackOverflowError.class)
                        .satisfies(one -> assertThat(one.getSuppressed()).hasOnlyElementsOfType(AssertionError.class)));
    }

    @Test
    void the_observer_may_replace_the_set() {
        files.write("b", "one");
        onChange = change -> watch.watch(files.load("a", "b"));
        change("two");
        files.write("b", "two");
        rounds(3);
        assertThat(changes).hasSize(2);
        assertThat(changes.get(1).paths()).isEqualTo(Set.of(files.path("b")));
    }

    @Test
    void what_a_load_has_read_within_a_report_is_not_reported_again() {
        onChange = change -> {
            files.write("a", "newer");
            watch.watch(files.load("a"));
        };
        change("two");
        rounds(3);
        assertThat(changes).hasSize(1);
    }

    @Test
    void changes_during_a_report_become_one_report() {
        onChange = change -> {
            onChange = next -> {};
            for (String text : List.of("three", "four", "five")) {
                change(text);
                rounds(2);
            }
        };
        change("two");
        assertThat(changes).as("rounds within a report").hasSize(1);
        rounds(3);
        assertThat(changes).hasSize(2);
        assertThat(changes.get(1).now()).isEqualTo(files.load("a"));
    }

    @Test
    void a_report_on_another_thread_is_the_only_one_until_it_ends() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        onChange = change -> {
            onChange = next -> {};
            begun.countDown();
            await(ended);
        };
        files.write("a", "two");
        Thread slow = new Thread(() -> rounds(2));
        slow.start();
        await(begun);
        change("three");
        assertThat(changes).hasSize(1);
        ended.countDown();
        slow.join();
        rounds(2);
        assertThat(changes).hasSize(2);
    }

    @Test
    void rounds_are_begun_on_the_executor_and_stopped() {
        try (ManualExecutor executor = new ManualExecutor()) {
            watch.start(executor, Duration.ofSeconds(5));
            assertThat(executor.intervals).containsExactly(Duration.ofSeconds(5));
            files.write("a", "two");
            executor.rounds();
            executor.rounds();
            assertThat(changes).hasSize(1);
            watch.start(executor, Duration.ofSeconds(1));
            assertThat(executor.live()).as("rounds begun earlier end").isEqualTo(1);
            watch.stop();
            watch.stop();
            assertThat(executor.live()).isZero();
            watch.start(executor, Duration.ofSeconds(2));
            assertThat(executor.live()).isEqualTo(1);
        }
    }

    @Test
    void a_set_that_is_replaced_while_files_are_read_makes_that_reading_void() {
        files.write("a", "two");
        rounds(1);
        afterReading = () -> watch.watch(files.load("a"));
        rounds(1);
        afterReading = () -> {};
        rounds(3);
        assertThat(changes).isEmpty();
    }

    @Test
    void a_stop_while_files_are_read_makes_that_reading_void() {
        files.write("a", "two");
        rounds(1);
        afterReading = watch::stop;
        rounds(1);
        assertThat(changes).isEmpty();
    }

    @Test
    void after_a_stop_two_new_readings_are_needed() {
        files.write("a", "two");
        rounds(1);
        watch.stop();
        rounds(1);
        assertThat(changes).as("one reading after the stop").isEmpty();
        rounds(1);
        assertThat(changes).hasSize(1);
    }

    @Test
    void rounds_take_place_on_a_daemon_thread_of_that_name() throws InterruptedException {
        ScheduledExecutorService executor = ContentWatch.newExecutor();
        CountDownLatch reported = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        onChange = change -> {
            threads.add(Thread.currentThread());
            reported.countDown();
        };
        files.write("a", "two");
        watch.start(executor, Duration.ofMillis(1));
        await(reported);
        watch.stop();
        executor.shutdown();
        assertThat(threads)
                .singleElement()
                .satisfies(thread -> assertThat(thread.getName()).isEqualTo("weir-watch"))
                .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
    }

    private Snapshot read(Collection<Path> paths) {
        Snapshot read = new ContentReader(Watching.LIMITS).snapshot(paths);
        afterReading.run();
        return read;
    }

    private void change(String text) {
        files.write("a", text);
        rounds(2);
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            watch.round();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Repeats nothing by itself: a test runs what is to be repeated. */
    private static final class ManualExecutor extends ScheduledThreadPoolExecutor implements AutoCloseable {

        final List<Duration> intervals = new ArrayList<>();
        private final List<Runnable> tasks = new ArrayList<>();
        private final List<ScheduledFuture<?>> futures = new ArrayList<>();

        ManualExecutor() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
            intervals.add(Duration.ofNanos(unit.toNanos(delay)));
            tasks.add(task);
            ScheduledFuture<?> future = super.schedule(() -> {}, 1, TimeUnit.DAYS);
            futures.add(future);
            return future;
        }

        void rounds() {
            for (int i = 0; i < tasks.size(); i++) {
                if (!futures.get(i).isCancelled()) {
                    tasks.get(i).run();
                }
            }
        }

        long live() {
            return futures.stream().filter(future -> !future.isCancelled()).count();
        }

        @Override
        public void close() {
            shutdownNow();
        }
    }
}
