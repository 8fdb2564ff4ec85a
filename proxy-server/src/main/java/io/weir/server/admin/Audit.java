package io.weir.server.admin;

import io.weir.server.text.Excerpt;
import io.weir.time.Ticker;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, in the program's log under a name of its own, who changed what, and who tried to without the right to it. Safe for use by any thread.
 *
 * <p>Refused attempts are told at a bounded rate, so that guesses cannot fill the disk: some at once, then one every ten seconds, each with the number
 * of those left out. All of them are counted by {@code weir_admin_refused_total}. A token is never told.
 */
final class Audit {

    /** Refused attempts that are told at once. */
    static final int BURST = 10;

    /** Time after which one more is told. */
    static final Duration PERIOD = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final int LONGEST_TARGET = 100;

    private final Ticker ticker;
    private long paidUntil;
    private long leftOut;

    Audit(Ticker ticker) {
        this.ticker = ticker;
        paidUntil = ticker.nanos() - BURST * PERIOD.toNanos();
    }

    /** A write has been done. */
    void written(WriteRequest request, WriteAnswer answer, Duration took) {
        LOG.info(
                "event=admin_write caller={} role={} write={} status={} duration_ms={}",
                request.caller(),
                request.role().name().toLowerCase(Locale.ROOT),
                request.path(),
                answer.status(),
                took.toMillis());
    }

    /** Somebody was refused who has not the right to what was asked for. */
    void refused(Peer peer, String method, String target, Refusal refusal) {
        long untold = told();
        if (untold >= 0) {
            LOG.warn(
                    "event=admin_refused caller={} method={} target={} reason={} status={} left_out={}",
                    peer.name(),
                    printable(method),
                    printable(target),
                    refusal.word(),
                    refusal.status().code(),
                    untold);
        }
    }

    /** How many were left out before one that may be told now; negative if it may not. */
    private synchronized long told() {
        long now = ticker.nanos();
        long earliest = now - BURST * PERIOD.toNanos();
        if (paidUntil - earliest < 0) {
            paidUntil = earliest;
        }
        if (paidUntil + PERIOD.toNanos() - now > 0) {
            leftOut++;
            return -1;
        }
        paidUntil += PERIOD.toNanos();
        long before = leftOut;
        leftOut = 0;
        return before;
    }

    /** What a stranger sent, in one word of bounded length. */
    private static String printable(String sent) {
        return Excerpt.of(sent, LONGEST_TARGET).replaceAll("[^\\x21-\\x7e]|[\"\\\\=]", "?");
    }
}
