package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What h2load tells of a number of keep-alive requests.
 *
 * @param requests how many were answered with 2xx; none failed
 * @param took the time of all of them
 */
record H2load(long requests, Duration took) {

    private static final Pattern TIME = Pattern.compile("finished in ([\\d.]+)(ms|s|us)");

    /** Sends that many GET requests over HTTP/1.1 on that many connections. Fails if one of them was not answered as it should. */
    static H2load run(int requests, int connections, String url) {
        String out = Finished.run(Tool.H2LOAD.with(
                        "--h1",
                        "-n",
                        Integer.toString(requests),
                        "-c",
                        Integer.toString(connections),
                        "--connection-active-timeout=60s",
                        url))
                .succeeded()
                .out();
        assertThat(out)
                .contains("%1$d total, %1$d started, %1$d done, %1$d succeeded, 0 failed, 0 errored, 0 timeout"
                        .formatted(requests))
                .contains("status codes: %d 2xx, 0 3xx, 0 4xx, 0 5xx".formatted(requests));
        return new H2load(requests, took(out));
    }

    private static Duration took(String out) {
        Matcher time = TIME.matcher(out);
        assertThat(time.find()).as(out).isTrue();
        double unit = switch (time.group(2)) {
            case "s" -> 1e9;
            case "ms" -> 1e6;
            default -> 1e3;
        };
        return Duration.ofNanos((long) (Double.parseDouble(time.group(1)) * unit));
    }
}
