package io.weir.versus.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void what_it_prints_is_returned() throws IOException, InterruptedException {
        assertThat(Command.run(List.of("sh", "-c", "echo one; echo two >&2"), LONG))
                .isEqualTo("one\ntwo\n");
    }

    @Test
    void one_that_fails_is_told_with_its_code_and_what_it_printed() {
        assertThatThrownBy(() -> Command.run(List.of("sh", "-c", "echo no; exit 3"), LONG))
                .isInstanceOf(IOException.class)
                .hasMessage("sh -c echo no; exit 3: exit code 3: no");
    }

    @Test
    void one_that_takes_too_long_is_killed() {
        assertThatThrownBy(() -> Command.run(List.of("sleep", "60"), Duration.ofMillis(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exit code 137");
    }
}
