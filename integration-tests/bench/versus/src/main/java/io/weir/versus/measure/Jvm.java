package io.weir.versus.measure;

import io.weir.versus.load.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM tells of itself to jcmd.
 *
 * @param pid of its process
 */
public record Jvm(long pid) {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Pattern LOOP = Pattern.compile("(?m)^\"weir-loop-.*\\ballocated=(\\d+)([BKMG])\\b");
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)$");

    /** Collects garbage. */
    public void collect() throws IOException, InterruptedException {
        ask("GC.run");
    }

    /** Bytes that the event loops have allocated since they started; to a mebibyte, once they are many. */
    public long allocatedBytes() throws IOException, InterruptedException {
        return allocatedBytes(ask("Thread.print", "-e"));
    }

    /** Bytes of objects that are in use; collects garbage. */
    public long liveBytes() throws IOException, InterruptedException {
        return liveBytes(ask("GC.class_histogram"));
    }

    static long allocatedBytes(String threads) throws IOException {
        Matcher matcher = LOOP.matcher(threads);
        if (!matcher.find()) {
            throw new IOException("jcmd: no event loop among the threads (expected: weir-loop-…)");
        }
        long sum = 0;
        do {
            sum += Long.parseLong(matcher.group(1)) << (10 * "BKMG".indexOf(matcher.group(2)));
        } while (matcher.find());
        return sum;
    }

    static long liveBytes(String histogram) throws IOException {
        Matcher matcher = TOTAL.matcher(histogram);
        if (!matcher.find()) {
            throw new IOException("jcmd: no total in the histogram");
        }
        return Long.parseLong(matcher.group(1));
    }

    private String ask(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        command.addAll(Arrays.asList(words));
        return Command.run(command, LONGEST);
    }
}
