package io.weir.server.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * How Logback writes the program's own log: standard error, one event one line. Found by Logback itself, as a service.
 * {@code -Dlogback.configurationFile=FILE} replaces it.
 *
 * <p>In Java, because reading a file of XML takes Logback a fifth of the program's start.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class ProgramLog extends ContextAwareBase implements Configurator {

    // What spans several lines becomes one: an exception with its stack trace, or what somebody sent.
    private static final String PATTERN = "time=%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} level=%level logger=%logger{0}"
            + " %replace(%replace(%msg %ex){'\\s*[\\r\\n]+\\s*', ' | '}){'[ |]+$', ''}%nopex%n";
    private static final int QUEUED_EVENTS = 1024;

    /** Made by Logback. */
    public ProgramLog() {}

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        if (isReplaced()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        setUp(logback);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void setUp(LoggerContext logback) {
        logback.getLogger("io.netty").setLevel(Level.WARN);
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(neverBlocking(standardError(logback), logback));
    }

    /** By a file that somebody names, or by one of tests. */
    private static boolean isReplaced() {
        return System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null
                || ProgramLog.class.getResource("/" + ClassicConstants.TEST_AUTOCONFIG_FILE) != null;
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext logback) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logback);
        encoder.setPattern(PATTERN);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(logback);
        appender.setName("standard-error");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** An event loop never waits for whoever reads the log. */
    private static AsyncAppender neverBlocking(ConsoleAppender<ILoggingEvent> to, LoggerContext logback) {
        AsyncAppender appender = new AsyncAppender();
        appender.setContext(logback);
        appender.setName("never-blocking");
        appender.setQueueSize(QUEUED_EVENTS);
        appender.setNeverBlock(true);
        appender.addAppender(to);
        appender.start();
        return appender;
    }
}
