package io.weir.versus.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class SystemCallsTest {

    @Test
    void calls_are_those_of_the_last_line_with_errors_among_them_or_without() throws IOException {
        assertThat(SystemCalls.count("""
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 41.73    0.001256        1256       120        13 read
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.003010          20       145        19 total
                """)).isEqualTo(145);
        assertThat(SystemCalls.count("100.00    0.003010          20       145           total\n"))
                .isEqualTo(145);
    }

    @Test
    void a_summary_without_a_total_is_told() {
        assertThatThrownBy(() -> SystemCalls.count("")).isInstanceOf(IOException.class);
    }
}
