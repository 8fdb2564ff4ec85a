package io.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.wire.Machine;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code weir demo}: what a newcomer sees first. */
@ExtendWith(Machine.class)
final class DemoIT {

    private static final Pattern SUMMARY = Pattern.compile(
            "(\\d+) small requests answered, (\\d+) failed, .*; at most (\\d+) of (\\d+) buffers leased");

    /** Fifty are sent each second; what is missing may be on its way at the end. */
    private static final int LEAST_PER_SECOND = 40;

    @Test
    void small_requests_are_answered() {
        Finished demo = Finished.run(WeirProcess.command("demo", "--port=0", "--seconds=5"))
                .succeeded();
        assertThat(demo.out()).contains("curl http://127.0.0.1:");
        assertThatSmallRequestsAreAnswered(demo, 5 * LEAST_PER_SECOND);
    }

    @Test
    void in_a_storm_of_stalled_readers_small_requests_keep_their_rate_and_no_download_is_lost() {
        Finished demo = Finished.run(WeirProcess.command("demo", "--port=0", "--seconds=7", "--storm"))
                .succeeded();
        assertThat(demo.out()).contains("200 of 200 stalled clients still connected");
        assertThatSmallRequestsAreAnswered(demo, 7 * LEAST_PER_SECOND);
    }

    private static void assertThatSmallRequestsAreAnswered(Finished demo, int atLeast) {
        Matcher matcher = SUMMARY.matcher(demo.out());
        assertThat(matcher.find()).as(demo.out()).isTrue();
        MatchResult summary = matcher.toMatchResult();
        System.out.println("demo: " + summary.group());
        assertThat(Integer.parseInt(summary.group(1))).as("answered").isGreaterThanOrEqualTo(atLeast);
        assertThat(summary.group(2)).as("failed").isEqualTo("0");
        assertThat(Integer.parseInt(summary.group(3)))
                .as("leased")
                .isLessThanOrEqualTo(Integer.parseInt(summary.group(4)));
    }
}
