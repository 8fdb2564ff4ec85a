package io.weir.server.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes {@code 2026-01-31T12:00:00.000Z}, and works out all but the milliseconds only once a second. Confined to one thread. */
final class Timestamp {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);
    private static final int MILLIS_DIGITS = 3;

    private long second = Long.MIN_VALUE;
    private String text = "";

    void append(LineBuffer line, long millisSince1970) {
        long wanted = Math.floorDiv(millisSince1970, 1000L);
        if (wanted != second) {
            second = wanted;
            text = SECONDS.format(Instant.ofEpochSecond(wanted));
        }
        line.append(text)
                .digits(Math.floorMod(millisSince1970, 1000L), MILLIS_DIGITS)
                .append('Z');
    }
}
