package io.weir.versus.load;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a paced load came to. Latencies are in milliseconds, from the time that a request was to be sent at.
 *
 * @param sent with those of the warm-up
 * @param failed how many of them were not answered
 */
public record PacedOutput(long sent, long failed, double p50, double p99, double p999, double max) {

    private static final String NUMBER = " ([\\d.]+)";
    private static final Pattern LINE = Pattern.compile("sent (\\d+) failed (\\d+) p50" + NUMBER + " p99" + NUMBER
            + " p99\\.9" + NUMBER + " max" + NUMBER + "\\s*");

    /** Reads what {@link #line} wrote. */
    public static PacedOutput parse(String line) throws IOException {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException("paced load: " + line.strip() + " (expected: " + LINE + ")");
        }
        return new PacedOutput(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                Double.parseDouble(matcher.group(3)),
                Double.parseDouble(matcher.group(4)),
                Double.parseDouble(matcher.group(5)),
                Double.parseDouble(matcher.group(6)));
    }

    /** One line of text. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "sent %d failed %d p50 %.3f p99 %.3f p99.9 %.3f max %.3f",
                sent,
                failed,
                p50,
                p99,
                p999,
                max);
    }
}
