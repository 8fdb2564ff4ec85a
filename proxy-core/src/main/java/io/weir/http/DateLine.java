package io.weir.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The field line {@code Date} of the present second (RFC 9110 section 6.6.1). Not thread-safe: one per event loop. */
public final class DateLine {

    // Two digits for the day, which DateTimeFormatter.RFC_1123_DATE_TIME does not always write.
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int MILLIS_PER_SECOND = 1000;

    private final LongSupplier wallClockMillis;
    private long second = Long.MIN_VALUE;
    private byte[] line = {};

    /** The line by a clock that tells milliseconds since 1970. */
    public DateLine(LongSupplier wallClockMillis) {
        this.wallClockMillis = wallClockMillis;
    }

    /** The line with its CRLF. Shared until the second is over: do not write. */
    public byte[] now() {
        long now = Math.floorDiv(wallClockMillis.getAsLong(), MILLIS_PER_SECOND);
        if (now != second) {
            second = now;
            line = IMF_FIXDATE.format(Instant.ofEpochSecond(now)).getBytes(StandardCharsets.US_ASCII);
        }
        return line;
    }
}
