package io.weir.bench.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What wrk printed, with {@code --latency}.
 *
 * @param faults why the run does not count
 */
public record WrkOutput(long requests, double seconds, double p50Millis, double p99Millis, List<String> faults) {

    private static final String TIME = "([\\d.]+)(us|ms|s|m|h)";
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in " + TIME + ",");
    private static final Pattern SOCKET_ERRORS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern STATUS_ERRORS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    public WrkOutput {
        faults = List.copyOf(faults);
    }

    /** Reads it; throws {@link IOException} where it is not that of a run that came to its end. */
    public static WrkOutput parse(String text) throws IOException {
        Matcher requests = found(REQUESTS, text);
        long count = Long.parseLong(requests.group(1));
        return new WrkOutput(
                count,
                seconds(requests.group(2), requests.group(3)),
                percentileMillis(50, text),
                percentileMillis(99, text),
                faults(count, text));
    }

    /** Requests in each second. */
    public double rate() {
        return requests / seconds;
    }

    private static List<String> faults(long requests, String text) {
        List<String> faults = new ArrayList<>();
        if (requests == 0) {
            faults.add("no request was answered");
        }
        Matcher socket = SOCKET_ERRORS.matcher(text);
        if (socket.find()) {
            faults.add(socket.group());
        }
        Matcher status = STATUS_ERRORS.matcher(text);
        if (status.find()) {
            faults.add(status.group());
        }
        return faults;
    }

    private static double percentileMillis(int percent, String text) throws IOException {
        Matcher matcher = found(Pattern.compile("(?m)^\\s+" + percent + "%\\s+" + TIME + "\\s*$"), text);
        return seconds(matcher.group(1), matcher.group(2)) * 1000;
    }

    private static double seconds(String number, String unit) {
        double seconds = switch (unit) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "m" -> 60;
            case "h" -> 3600;
            default -> 1;
        };
        return Double.parseDouble(number) * seconds;
    }

    private static Matcher found(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("wrk: " + text.strip() + " (expected: " + pattern + ")");
        }
        return matcher;
    }
}
