package io.weir.versus.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PacedOutputTest {

    @Test
    void what_is_written_is_read_again() throws IOException {
        PacedOutput output = new PacedOutput(80_000, 3, 0.25, 1.5, 12.125, 1234.5);

        assertThat(output.line()).isEqualTo("sent 80000 failed 3 p50 0.250 p99 1.500 p99.9 12.125 max 1234.500");
        assertThat(PacedOutput.parse(output.line() + "\n")).isEqualTo(output);
    }

    @Test
    void what_is_no_such_line_is_told() {
        assertThatThrownBy(() -> PacedOutput.parse("Exception in thread main\n"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("paced load: Exception in thread main (expected: ");
    }
}
