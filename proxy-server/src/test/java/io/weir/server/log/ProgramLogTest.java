package io.weir.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ProgramLogTest {

    @Test
    void an_event_is_one_line_and_so_is_an_exception_with_what_it_says() {
        String written = written(log -> {
            log.info("event=started port={}", 80);
            log.warn("event=failed", new IllegalStateException("first\nsecond"));
        });
        assertThat(written.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("time=\\S+T\\S+Z level=INFO logger=Some event=started port=80"),
                        line -> assertThat(line)
                                .contains(
                                        " level=WARN logger=Some event=failed java.lang.IllegalStateException: first |"
                                                + " second | at io.weir."));
    }

    @Test
    void what_a_peer_can_cause_at_will_is_not_written_nor_is_what_netty_only_remarks() {
        LoggerContext logback = new LoggerContext();
        ProgramLog.setUp(logback);
        assertThat(logback.getLogger("io.weir.Some").isDebugEnabled()).isFalse();
        assertThat(logback.getLogger("io.netty.Some").isInfoEnabled()).isFalse();
        assertThat(logback.getLogger("io.netty.Some").isEnabledFor(Level.WARN)).isTrue();
        logback.stop();
    }

    @Test
    void logback_finds_it_and_a_file_of_tests_replaces_it() {
        Configurator found = ServiceLoader.load(Configurator.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(ProgramLog.class::isInstance)
                .findFirst()
                .orElseThrow();
        LoggerContext logback = new LoggerContext();
        assertThat(found.configure(logback)).isEqualTo(Configurator.ExecutionStatus.INVOKE_NEXT_IF_ANY);
        assertThat(logback.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders())
                .isExhausted();
    }

    private static String written(Consumer<Logger> events) {
        PrintStream standardError = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            LoggerContext logback = new LoggerContext();
            logback.setMDCAdapter(new LogbackMDCAdapter());
            ProgramLog.setUp(logback);
            events.accept(logback.getLogger("io.weir.Some"));
            logback.stop();
        } finally {
            System.setErr(standardError);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
