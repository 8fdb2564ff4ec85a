package io.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigHeapTest {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long HEAP = 48 * MIB;

    @TempDir
    private Path directory;

    @Test
    void a_small_configuration_has_a_little_heap_for_itself_and_fifty_of_its_kind() {
        ConfigHeap heap = ConfigHeap.of(Loading.settings(directory, ""), HEAP);
        assertThat(heap.bytes()).isEqualTo(ConfigHeap.SMALL_BYTES);
        assertThat(heap.leastBytes()).isBetween(200 * KIB, 400 * KIB);
        assertThat(heap.generations()).isEqualTo(50);
    }

    @Test
    void a_large_configuration_has_heap_for_three_of_its_kind_and_to_be_read_once_more() {
        ProgramSettings large = Loading.settings(directory, routes(3_000));
        long graph = large.footprint().graphBytes();
        assertThat(graph).isGreaterThan(MIB);
        ConfigHeap heap = ConfigHeap.of(large, HEAP);
        assertThat(heap.generations()).isEqualTo(3);
        assertThat(heap.leastBytes())
                .isEqualTo(2 * graph
                        + large.footprint().meterBytes()
                        + large.size().readingBytes());
        assertThat(heap.bytes()).isEqualTo(heap.leastBytes() + graph + HEAP / 8);
    }

    @Test
    void as_many_configurations_as_are_asked_for_have_heap() {
        ProgramSettings few = Loading.settings(directory, "\nweir.limits.generations = 7");
        ProgramSettings many = Loading.settings(directory, "\nweir.limits.generations = 1000");
        assertThat(ConfigHeap.of(few, HEAP).generations()).isEqualTo(7);
        ConfigHeap heap = ConfigHeap.of(many, HEAP);
        assertThat(heap.generations()).isEqualTo(1000);
        assertThat(heap.leastBytes())
                .isGreaterThan(1000 * many.footprint().graphBytes())
                .isLessThanOrEqualTo(heap.bytes());
    }

    @Test
    void what_substitutions_become_counts_and_not_only_what_is_written() {
        String word = "x".repeat(1000);
        String vars = "\nvars.word = " + word + "\nvars.all = ["
                + IntStream.range(0, 100).mapToObj(i -> "${vars.word}").collect(Collectors.joining(", ")) + "]\n";
        assertThat(Loading.settings(directory, vars).size().bytes()).isGreaterThan(100_000);
    }

    @Test
    void things_of_the_same_name_are_counted_once_and_settings_each_time() {
        Footprint one = Loading.settings(directory, "").footprint();
        Footprint more = Loading.settings(directory, server("another")).footprint();
        long graphs = one.graphBytes() + more.graphBytes();
        assertThat(Footprint.together(List.of(one, one))).isEqualTo(2 * one.graphBytes() + one.meterBytes());
        assertThat(Footprint.together(List.of(one, more))).isEqualTo(graphs + more.meterBytes());
        assertThat(more.meterBytes()).isGreaterThan(one.meterBytes());
    }

    @Test
    void the_order_of_weighted_servers_counts_as_long_as_it_is_and_that_of_the_next_configuration_too() {
        String weight = "\nweir.backends.shop.servers.another.weight = ";
        Footprint even =
                Loading.settings(directory, server("another") + weight + 1).footprint();
        Footprint uneven =
                Loading.settings(directory, server("another") + weight + 256).footprint();
        long meters = even.meterBytes() + 2 * 4 * (1 + 256 - 2);
        assertThat(uneven.meterBytes()).isEqualTo(meters);
        assertThat(Footprint.together(List.of(uneven, even)))
                .isEqualTo(uneven.graphBytes() + even.graphBytes() + meters);
    }

    private static String server(String name) {
        return "\nweir.backends.shop.servers." + name + ".address = \"127.0.0.1:1\"\n";
    }

    private static String routes(int count) {
        String routes = IntStream.range(0, count)
                .mapToObj(i -> "{ path = \"/a-path-of-a-service-" + i + "/\", backend = shop }")
                .collect(Collectors.joining("\n"));
        return "\nweir.listeners.many { bind = \"127.0.0.1:0\", routes = [\n" + routes + "\n] }\n";
    }
}
