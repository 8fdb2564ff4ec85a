package io.weir.server.log;

import io.netty.util.concurrent.FastThreadLocal;
import io.weir.exchange.Timeline;
import io.weir.session.SessionObserver;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Writes one line for each exchange, when it is over.
 *
 * <p>The text form is {@code key=value} with the words of the JSON form, of the metrics and of the documentation: a person
 * reads it without a legend, {@code grep reason=buffer-timeout} works, and it can get new fields without breaking anybody's
 * pattern, which the common log format cannot.
 */
public final class AccessLog implements SessionObserver, AutoCloseable {

    private static final int QUEUE_BYTES = 1024 * 1024;

    // Not to be noticed by who looks on, and enough to spare a busy loop nearly all wake-ups of the writer.
    private static final Duration GATHERING = Duration.ofMillis(20);

    private final LineQueue queue;
    private final FastThreadLocal<ExchangeLine> lines;

    private AccessLog(LineFormat format, OutputStream out) {
        queue = new LineQueue(out, QUEUE_BYTES, GATHERING);
        lines = new FastThreadLocal<>() {
            @Override
            protected ExchangeLine initialValue() {
                return new ExchangeLine(format);
            }
        };
    }

    /** A log of {@code key=value} pairs. */
    public static AccessLog text(OutputStream out) {
        return new AccessLog(LineFormat.TEXT, out);
    }

    /** A log of JSON objects. */
    public static AccessLog json(OutputStream out) {
        return new AccessLog(LineFormat.JSON, out);
    }

    @Override
    public boolean wantsRequestLines() {
        return true;
    }

    @Override
    public void exchangeEnded(Timeline timeline) {
        queue.offer(lines.get().write(timeline));
    }

    /** Lines dropped since the start, because the stream did not take them in time. */
    public long droppedLines() {
        return queue.dropped();
    }

    /** Writes out what there is. Exchanges that end later are not logged. */
    @Override
    public void close() {
        queue.close();
    }
}
