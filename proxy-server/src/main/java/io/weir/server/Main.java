package io.weir.server;

import ch.qos.logback.classic.LoggerContext;
import io.weir.server.cli.Cli;
import io.weir.server.launch.JvmStopSignal;
import io.weir.server.launch.MemoryBounds;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.LoggerFactory;

/** The program's beginning and end. */
public final class Main {

    private Main() {}

    /** Runs the command line and exits with one of the documented codes. */
    public static void main(String[] args) {
        MemoryBounds.set();
        JvmStopSignal stop = new JvmStopSignal();
        Assembly assembly = new Assembly(new FileOutputStream(FileDescriptor.out));
        int code = Cli.commands(assembly, stop).execute(args);
        flushLog();
        stop.exit(code);
    }

    private static void flushLog() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }
}
