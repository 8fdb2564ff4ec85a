package io.weir.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/deploy.md} tells of memory is what {@code weir check} says. */
final class DeployDocIT {

    private static final String PAGE = Manifest.fileText("docs/deploy.md");
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| (\\d+) MiB \\| (\\d+) MiB \\| (\\d+) \\| (\\d+) \\| ([\\d.]+) MiB \\| (\\d+) \\| (\\d+) KiB \\|$");
    private static final Pattern SUM = Pattern.compile("(?m)^ +[+=] +.*\\n");
    // The kernel's threshold for all sockets is 3/64 of the memory; Weir keeps to half of that.
    private static final int KINDS = 2; // of connections, front and back
    private static final double SOCKETS_PER_MACHINE = 3.0 / 64 / 2;

    @TempDir
    Path directory;

    /**
     * A row of the table.
     *
     * @param memory the limit, in MiB
     * @param sockets MiB for the buffers of front connections, and as much for those of back connections, as it is written
     * @param backlog connections that a listener keeps until they are accepted
     * @param receive KiB of the receive buffer of each of them, as it is written
     */
    record Row(int memory, String heap, String buffers, String clients, String sockets, int backlog, String receive) {

        static Row of(MatchResult row) {
            return new Row(
                    Integer.parseInt(row.group(1)),
                    row.group(2),
                    row.group(3),
                    row.group(4),
                    row.group(5),
                    Integer.parseInt(row.group(6)),
                    row.group(7));
        }
    }

    static List<Row> rows() {
        return ROW.matcher(PAGE).results().map(Row::of).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void so_much_memory_gives_that_many_buffers_and_clients(Row row) throws Exception {
        double machineMib =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / (1024.0 * 1024);
        assumeTrue(
                machineMib * SOCKETS_PER_MACHINE > KINDS * Double.parseDouble(row.sockets()),
                "the kernel of a smaller machine gives less to sockets");
        assertThat(check(row.memory()))
                .contains(
                        "buffers: (" + row.buffers() + " + ",
                        row.heap() + ".0 MiB  Java heap",
                        "sockets of " + row.clients() + " front connections",
                        row.clients() + " of them for exchanges",
                        row.sockets() + " MiB  kernel: buffers of front connections",
                        row.sockets() + " MiB  kernel: buffers of back connections",
                        (row.backlog() + 1) + " connections not accepted yet, receive buffer " + row.receive() + "KiB");
    }

    @Test
    void the_sum_of_a_pod_is_what_is_written() throws Exception {
        String memory =
                Manifest.of("Deployment", "weir").text("spec.template.spec.containers.0.resources.limits.memory");
        assertThat(sum(PAGE)).isNotEmpty().isEqualTo(sum(check(Program.mib(memory))));
    }

    @Test
    void what_is_refused_is_refused() throws Exception {
        MatchResult least = Pattern.compile("Less than (\\d+) MiB is refused\\.")
                .matcher(PAGE)
                .results()
                .findFirst()
                .orElseThrow();
        int memory = Integer.parseInt(least.group(1));
        assertThat(check(memory)).contains(": ok;");
        assertThat(check(memory - 1)).contains("does not fit");
    }

    private static String sum(String text) {
        return String.join(
                "", SUM.matcher(text).results().map(MatchResult::group).toList());
    }

    private String check(int memoryMib) throws Exception {
        String file = Program.configuration(directory, memoryMib, "").toString();
        try (Program check = Program.start(directory, "check", file)) {
            check.exitCode();
            return check.output();
        }
    }
}
