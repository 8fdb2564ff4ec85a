package io.weir.server.launch;

import io.weir.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The signals that a process is sent, once it serves: the first SIGTERM or SIGINT asks for an orderly stop, the second ends the process. */
public final class JvmStopSignal implements StopSignal {
    /*
     * TERM, INT   the first wakes the main thread, which drains and calls exit(). The second halts the JVM with 128 + its number, after one
     *             line about the sessions that it cuts off.
     * HUP         as INT where a terminal was attached at start, since it means that the terminal is gone; elsewhere a
     *             reload, or ignored and logged where nothing can be reloaded.
     * USR1, USR2  ignored and logged. The JVM suspends threads by USR2, for profilers among others, unless _JAVA_SR_SIGNUM names another
     *             signal, as bin/weir does. Where it does not, USR2 stays the JVM's.
     *
     * Before arm() each signal has the action of the system, so that Ctrl-C ends a command that serves nothing.
     *
     * A stop that hangs must not keep the process alive: a daemon thread halts the JVM when the time for the stop is over. Nothing on that
     * way waits for standard output or standard error, which may be a pipe that is not read.
     *
     * Where the JVM gives no signals away (-Xrs, a runtime without jdk.unsupported) a shutdown hook stands in: after a signal the JVM exits
     * with 128 + its number whatever the program made of it, so the hook halts the JVM with the program's own code.
     */

    private static final Logger LOG = LoggerFactory.getLogger(JvmStopSignal.class);

    // For a stop that is asked for before the program serves.
    private static final Duration STARTING = Duration.ofSeconds(20);

    // After exit() the shutdown hooks of others have so much time, a flight recorder's dump for one.
    private static final Duration HOOKS = Duration.ofSeconds(5);
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final int SIGNAL_EXIT = 128;
    private static final int MILLIS = 3;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(MILLIS).toFormatter(Locale.ROOT);

    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    // Counted down by nobody: the JVM is gone before.
    private final CountDownLatch gone = new CountDownLatch(1);
    // Looked at before a signal comes: by then the kernel has taken the terminal away.
    private final boolean hadTerminal = hasTerminal();
    private volatile String cause = "";
    private volatile int exitCode = ExitCode.UNEXPECTED.number();
    private volatile Supplier<Duration> grace = () -> STARTING;
    private volatile IntSupplier sessions = () -> 0;
    private volatile @Nullable Runnable reload;

    @Override
    public void arm() {
        if (!armed.compareAndSet(false, true)) {
            return;
        }
        if (!Signals.handle("TERM", this::stop)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "weir-stop"));
            return;
        }
        Signals.handle("INT", this::stop);
        Signals.handle("HUP", this::hangUp);
        Signals.handle("USR1", JvmStopSignal::ignore);
        if (System.getenv("_JAVA_SR_SIGNUM") != null) {
            Signals.handle("USR2", JvmStopSignal::ignore);
        }
    }

    @Override
    public String await(Supplier<Duration> graceForStop, IntSupplier open) throws InterruptedException {
        arm();
        sessions = open;
        grace = graceForStop;
        told.await();
        return cause;
    }

    @Override
    public boolean await(Duration graceForStop, Duration longest) throws InterruptedException {
        arm();
        grace = () -> graceForStop;
        return told.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void onHangUp(Runnable task) {
        if (IgnoredSignals.has(IgnoredSignals.HUP)) {
            LOG.warn(
                    "event=hang_up_ignored cause=\"SIGHUP was ignored at the start, as by nohup, and the JVM leaves it so\""
                            + " instead=\"weir reload, POST /reload, or weir.reload.watch\"");
        }
        reload = task;
    }

    /** Ends the process. Does not return. */
    public void exit(int code) {
        exitCode = code;
        done.countDown();
        System.exit(code);
    }

    private void stop(Signals.Received signal) {
        if (!asked.compareAndSet(false, true)) {
            int code = SIGNAL_EXIT + signal.number();
            say(() -> "event=stop_forced signal=" + signal.name() + " sessions=" + sessions.getAsInt() + " exit_code="
                    + code);
            Runtime.getRuntime().halt(code);
        }
        cause = cause(signal);
        watchTheStop();
        told.countDown();
    }

    private static String cause(Signals.Received signal) {
        return "SIG" + signal.name()
                + (signal.name().equals("HUP") ? ", since a terminal was attached at the start" : "");
    }

    private void hangUp(Signals.Received signal) {
        Runnable known = reload;
        if (hadTerminal) {
            stop(signal);
        } else if (known != null) {
            known.run();
        } else {
            ignore(signal);
        }
    }

    private static void ignore(Signals.Received signal) {
        LOG.info("event=signal_ignored signal={}", signal.name());
    }

    // The seventh field of /proc/self/stat is the controlling terminal, 0 if there is none. The second, in parentheses,
    // may hold blanks.
    private static boolean hasTerminal() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1));
            return !fields.get(4).equals("0");
        } catch (IOException | RuntimeException notLinux) {
            return true;
        }
    }

    private void watchTheStop() {
        Thread watch = new Thread(this::haltWhenOverdue, "weir-stop-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void haltWhenOverdue() {
        try {
            if (!isDoneWithinGrace()) {
                tellThatItHangs();
                Runtime.getRuntime().halt(exitCode);
            }
            gone.await(HOOKS.toNanos(), TimeUnit.NANOSECONDS);
            Runtime.getRuntime().halt(exitCode);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // A step at a time: the time for the stop is known only once the program serves, which may be after the signal.
    private boolean isDoneWithinGrace() throws InterruptedException {
        long begun = Ticker.SYSTEM.nanos();
        for (long left = grace.get().toNanos();
                left > 0;
                left = grace.get().toNanos() - (Ticker.SYSTEM.nanos() - begun)) {
            if (done.await(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void tellThatItHangs() {
        say(() -> "event=stop_hangs after=" + grace.get() + " exit_code=" + exitCode);
    }

    // The process is about to be halted, whatever the program hangs at and whether or not standard error is read.
    private static void say(Supplier<String> line) {
        Bounded.run(LAST_WORDS, () -> System.err.println(inTheFormOfTheLog(line.get())));
    }

    // The log itself may be what hangs.
    private static String inTheFormOfTheLog(String line) {
        String time = TIME.format(Instant.ofEpochMilli(Ticker.wallClockMillis()));
        return "time=" + time + " level=WARN logger=" + JvmStopSignal.class.getSimpleName() + " " + line;
    }

    // In place of signals: the hook of a JVM that ends because of one, or by exit().
    private void stopAndHalt() {
        cause = "the JVM ends";
        told.countDown();
        try {
            if (!done.await(grace.get().toNanos(), TimeUnit.NANOSECONDS)) {
                tellThatItHangs();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
