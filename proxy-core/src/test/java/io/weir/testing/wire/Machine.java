package io.weir.testing.wire;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/**
 * What tests with real sockets need of the machine, which other programs use as well: memory for TCP. A test waits until there is enough. If
 * there is none for long, or the kernel was under pressure while the test failed, the test is aborted with that reason: it has shown nothing.
 */
public final class Machine implements BeforeEachCallback, TestExecutionExceptionHandler {

    // For all tests together, so that a machine that never has enough does not make each of them wait.
    private static final AtomicInteger LOOKS_LEFT = new AtomicInteger(Polling.MOST_LOOKS);

    private final TcpMemory memory;
    private final AtomicInteger looksLeft;
    private long pressuresBefore;

    /** The machine on which the test runs. */
    public Machine() {
        this(new TcpMemory(Path.of("/proc")), LOOKS_LEFT);
    }

    /** A machine with this memory, for which {@code looksLeft} looks are made at most. */
    Machine(TcpMemory memory, AtomicInteger looksLeft) {
        this.memory = memory;
        this.looksLeft = looksLeft;
    }

    /** Aborts the test unless this process may open so many descriptors more. */
    public static void needDescriptors(int count) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            long free = unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount();
            Assumptions.assumeTrue(free >= count, () -> "descriptors: " + free + " free (expected: >= " + count + ")");
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        while (!memory.isAmple()) {
            if (looksLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
                throw new TestAbortedException("TCP memory: " + memory);
            }
            Polling.pause();
        }
        pressuresBefore = memory.pressures();
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw wasAmple() ? failure : aborted(failure);
    }

    /** A part of a test that is run by an extension. */
    @FunctionalInterface
    interface Part {
        void run() throws IOException;
    }

    /** Runs a part of a test. What fails while memory is short is aborted, as the test itself is. */
    void run(Part part) throws IOException {
        try {
            part.run();
        } catch (IOException | RuntimeException | AssertionError failure) {
            if (wasAmple()) {
                throw failure;
            }
            throw aborted(failure);
        }
    }

    private TestAbortedException aborted(Throwable failure) {
        return new TestAbortedException("TCP memory was short: " + memory, failure);
    }

    /** Whether no socket has got less than it was given since the test began. */
    private boolean wasAmple() {
        return memory.isAmple() && memory.pressures() == pressuresBefore;
    }
}
