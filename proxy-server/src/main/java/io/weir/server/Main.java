package io.weir.server;

import ch.qos.logback.classic.LoggerContext;
import io.weir.server.cli.Cli;
import io.weir.server.launch.Bounded;
import io.weir.server.launch.ExitCode;
import io.weir.server.launch.JvmStopSignal;
import io.weir.server.launch.MemoryBounds;
import io.weir.server.service.ServiceNotices;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** The program's beginning and end. */
public final class Main {

    // Of the log; standard error may be a pipe that is not read.
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    private Main() {}

    /** Runs the command line and exits with one of the documented codes. */
    public static void main(String[] args) throws InterruptedException {
        MemoryBounds.set();
        JvmStopSignal stop = new JvmStopSignal();
        Assembly assembly = new Assembly(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        ServiceNotices notices = ServiceNotices.to(Optional.ofNullable(System.getenv("NOTIFY_SOCKET")));
        ExitCode code = new Cli(assembly, stop, notices, out, err).execute(args);
        Bounded.run(LAST_LINES, Main::flushLog);
        stop.exit(code.number());
    }

    private static void flushLog() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }
}
