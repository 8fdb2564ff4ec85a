package io.weir.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TableTest {

    @Test
    void the_first_column_stands_to_the_left_and_the_others_to_the_right() {
        assertThat(table().aligned()).isEqualTo("""
                proxy          ms  answered
                weir          0.5   600/600
                nginx-roomy  12.0     1/600""");
    }

    @Test
    void markdown_has_a_line_below_its_head_that_aligns_the_same() {
        assertThat(table().markdown()).isEqualTo("""
                | proxy | ms | answered |
                |---|---:|---:|
                | weir | 0.5 | 600/600 |
                | nginx-roomy | 12.0 | 1/600 |""");
    }

    @Test
    void a_table_without_rows_is_its_head() {
        Table table = new Table(List.of("proxy", "ms"));

        assertThat(table.aligned()).isEqualTo("proxy  ms");
        assertThat(table.markdown()).isEqualTo("| proxy | ms |\n|---|---:|");
    }

    private static Table table() {
        Table table = new Table(List.of("proxy", "ms", "answered"));
        table.add(List.of("weir", "0.5", "600/600"));
        table.add(List.of("nginx-roomy", "12.0", "1/600"));
        return table;
    }
}
