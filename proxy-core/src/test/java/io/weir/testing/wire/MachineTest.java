package io.weir.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedSuccessfully;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.AssertionFailedError;

/** What becomes of a test on a machine whose TCP memory another program has taken. */
final class MachineTest {

    private static final int LOW_MARK = 100;

    /** The machine of the tests below, one at a time. */
    private static Path proc;

    private static AtomicInteger looksLeft = new AtomicInteger();

    @TempDir
    private Path directory;

    @BeforeEach
    void machine() throws IOException {
        proc = directory;
        looksLeft = new AtomicInteger(10);
        Files.createDirectories(directory.resolve("sys/net/ipv4"));
        Files.createDirectories(directory.resolve("net"));
        Files.writeString(directory.resolve("sys/net/ipv4/tcp_mem"), LOW_MARK + "\t200\t300\n");
        use(LOW_MARK - 1);
        pressures(7);
    }

    @Test
    void a_test_runs_where_there_is_memory() {
        run(Passes.class).assertStatistics(stats -> stats.succeeded(1));
        assertThat(looksLeft).hasValue(10);
    }

    @Test
    void a_test_is_aborted_with_the_reason_where_there_is_none_for_long_and_those_after_it_do_not_wait()
            throws IOException {
        use(LOW_MARK);
        for (int test = 0; test < 2; test++) {
            run(Passes.class)
                    .assertThatEvents()
                    .haveExactly(1, event(abortedWithReason(message(text -> text.contains("100 pages in use")))));
            assertThat(looksLeft).hasValue(0);
        }
    }

    @Test
    void a_test_that_fails_where_there_is_memory_has_failed() {
        run(Fails.class).assertThatEvents().haveExactly(1, event(finishedWithFailure(message("on purpose"))));
    }

    @Test
    void a_test_that_fails_while_memory_is_short_is_aborted() {
        run(FailsWhileMemoryIsShort.class)
                .assertThatEvents()
                .haveExactly(1, event(abortedWithReason(message(text -> text.contains("TCP memory was short")))));
    }

    @Test
    void a_test_that_fails_after_memory_was_short_for_a_moment_is_aborted() {
        run(FailsAfterPressure.class)
                .assertThatEvents()
                .haveExactly(1, event(abortedWithReason(message(text -> text.contains("TCP memory was short")))));
    }

    @Test
    void a_test_that_passes_although_memory_was_short_has_passed() {
        run(PassesAfterPressure.class).assertThatEvents().haveExactly(1, event(finishedSuccessfully()));
    }

    @Test
    void a_system_that_tells_nothing_of_its_memory_has_enough() {
        TcpMemory memory = new TcpMemory(directory.resolve("elsewhere"));
        assertThat(memory.isAmple()).isTrue();
        assertThat(memory.pressures()).isZero();
    }

    @Test
    void the_counters_of_linux_are_understood() throws IOException {
        TcpMemory memory = new TcpMemory(directory);
        assertThat(memory.pressures()).isEqualTo(7);
        assertThat(memory)
                .hasToString("99 pages in use by all sockets of the machine (expected: fewer than 100, the low mark of"
                        + " tcp_mem)");
    }

    private static Events run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute()
                .testEvents();
    }

    private static void use(int pages) throws IOException {
        Files.writeString(
                proc.resolve("net/sockstat"),
                "sockets: used 15\nTCP: inuse 1 orphan 0 tw 0 alloc 1 mem " + pages + "\nUDP: inuse 0 mem 5000\n");
    }

    private static void pressures(int count) throws IOException {
        Files.writeString(
                proc.resolve("net/netstat"),
                "TcpExt: SyncookiesSent TCPMemoryPressures TCPMemoryPressuresChrono\nTcpExt: 3 " + count
                        + " 17\nIpExt: InNoRoutes\nIpExt: 0\n");
    }

    private static Machine shared() {
        return new Machine(new TcpMemory(proc), looksLeft);
    }

    static final class Passes {
        @RegisterExtension
        final Machine machine = shared();

        @Test
        void passes() {}
    }

    static final class Fails {
        @RegisterExtension
        final Machine machine = shared();

        @Test
        void fails() {
            throw new AssertionFailedError("on purpose");
        }
    }

    static final class FailsWhileMemoryIsShort {
        @RegisterExtension
        final Machine machine = shared();

        @Test
        void fails() throws IOException {
            use(LOW_MARK);
            throw new AssertionFailedError("on purpose");
        }
    }

    static final class FailsAfterPressure {
        @RegisterExtension
        final Machine machine = shared();

        @Test
        void fails() throws IOException {
            pressures(8);
            throw new AssertionFailedError("on purpose");
        }
    }

    static final class PassesAfterPressure {
        @RegisterExtension
        final Machine machine = shared();

        @Test
        void passes() throws IOException {
            pressures(8);
        }
    }
}
