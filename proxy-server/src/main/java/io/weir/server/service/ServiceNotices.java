package io.weir.server.service;

import io.weir.server.reload.ReloadObserver;
import io.weir.server.reload.ReloadOutcome;
import io.weir.server.reload.ReloadResult;
import io.weir.server.reload.Trigger;
import io.weir.time.Ticker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * States of the program, told to the service manager as systemd's sd_notify(3) has them: ready, reloading by a signal, ready again, stopping, each with a
 * short status. No method waits until a message is sent. Safe for use by any thread.
 */
public final class ServiceNotices implements ReloadObserver {

    private final Consumer<List<String>> out;
    private final Ticker ticker;

    ServiceNotices(Consumer<List<String>> out, Ticker ticker) {
        this.out = out;
        this.ticker = ticker;
    }

    /** Notices for the socket that {@code NOTIFY_SOCKET} names, sent by {@code systemd-notify}; if it is not set they go nowhere. */
    public static ServiceNotices to(Optional<String> socket) {
        return new ServiceNotices(
                socket.filter(name -> !name.isEmpty())
                        .<Consumer<List<String>>>map(name -> new NoticeQueue(new SystemdNotify("systemd-notify")))
                        .orElse(message -> {}),
                Ticker.SYSTEM);
    }

    /** All listeners are bound, and a SIGHUP is a reload. */
    public void ready(long generation) {
        out.accept(List.of("READY=1", status(generation)));
    }

    /** A stop begins, which lets exchanges end for {@code drainTimeout} at most. */
    public void stopping(String drainTimeout) {
        out.accept(List.of("STOPPING=1", "STATUS=Stopping; exchanges may end within " + drainTimeout));
    }

    // Only a signal comes from the service manager, which waits for these two where the unit is of type notify-reload.
    @Override
    public void begins(Trigger trigger) {
        if (trigger == Trigger.SIGNAL) {
            // On Linux the JVM's monotonic clock is CLOCK_MONOTONIC, which systemd compares with the time of its
            // signal.
            long micros = TimeUnit.NANOSECONDS.toMicros(ticker.realNanos());
            out.accept(List.of("RELOADING=1", "MONOTONIC_USEC=" + micros));
        }
    }

    @Override
    public void ended(Trigger trigger, ReloadOutcome outcome) {
        String status = status(outcome.generation()) + "; last reload "
                + outcome.result().word();
        if (trigger == Trigger.SIGNAL) {
            out.accept(List.of("READY=1", status));
        } else if (outcome.result() != ReloadResult.UNCHANGED) {
            out.accept(List.of(status));
        }
    }

    private static String status(long generation) {
        return "STATUS=Serving configuration " + generation;
    }
}
