package io.weir.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {

    @Test
    void a_value_stands_in_the_next_argument_or_behind_an_equals_sign() {
        CommandLine line = line("--stalled", "7", "--rate=9", "--weir-option=weir.buffers.size=32k");

        assertThat(line.number(Sample.STALLED, 0)).isEqualTo(7);
        assertThat(line.number(Sample.RATE, 1)).isEqualTo(9);
        assertThat(line.text(Sample.WEIR_OPTION)).isEqualTo("weir.buffers.size=32k");
    }

    @Test
    void the_last_of_several_values_counts_unless_all_are_asked_for() {
        CommandLine line = line("--weir-option", "a=1", "--weir-option", "b=2");

        assertThat(line.text(Sample.WEIR_OPTION)).isEqualTo("b=2");
        assertThat(line.all(Sample.WEIR_OPTION)).containsExactly("a=1", "b=2");
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    void what_is_not_given_is_as_the_usage_says(Sample option) {
        CommandLine line = line();

        assertThat(line.text(option)).isEqualTo(option.text().byDefault());
        assertThat(line.all(option)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stales", "stalled", "-s", ""})
    void what_is_no_option_is_refused_by_its_name(String word) {
        assertThatThrownBy(() -> line(word, "1"))
                .isInstanceOf(UsageException.class)
                .hasMessage(word + ": unknown option (see --help)");
    }

    @Test
    void an_option_without_a_value_is_refused_with_its_usage() {
        assertThatThrownBy(() -> line("--rate", "1", "--rounds"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--rounds: no value (expected: --rounds N")
                .hasMessageContaining("how often all of them are run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "1000001", "10000000", "-5", "5.0", "five", ""})
    void a_number_out_of_its_bounds_is_refused_with_the_bounds(String text) {
        CommandLine line = line("--rounds=" + text);

        assertThatThrownBy(() -> line.number(Sample.ROUNDS, 5))
                .isInstanceOf(UsageException.class)
                .hasMessage("--rounds: " + text + " (expected: a whole number from 5 to 1000000)");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 1_000_000})
    void the_bounds_themselves_are_numbers_too(int number) {
        assertThat(line("--rounds", Integer.toString(number)).number(Sample.ROUNDS, 5))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "3k, 3072",
        "192m, 201326592",
        "192M, 201326592",
        "2g, 2147483648",
        "999999999999, 999999999999"
    })
    void a_size_may_have_a_unit(String text, long bytes) {
        assertThat(line("--size", text).bytes(Sample.SIZE)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "1t", "1.5m", "-1", "1 m", "1000000000000"})
    void what_is_no_size_is_refused(String text) {
        CommandLine line = line("--size", text);

        assertThatThrownBy(() -> line.bytes(Sample.SIZE))
                .isInstanceOf(UsageException.class)
                .hasMessage("--size: " + text + " (expected: a number of bytes, such as 192m)");
    }

    @Test
    void a_size_of_more_bytes_than_can_be_counted_is_refused_and_does_not_wrap() {
        CommandLine line = line("--size", "999999999999g");

        assertThatThrownBy(() -> line.bytes(Sample.SIZE))
                .isInstanceOf(UsageException.class)
                .hasMessage("--size: 999999999999g (expected: at most 8589934591g)");
    }

    @Test
    void a_switch_takes_no_value_and_is_there_or_not() {
        CommandLine line = line("--dry", "--rate", "3");

        assertThat(line.has(Sample.DRY)).isTrue();
        assertThat(line.number(Sample.RATE, 1)).isEqualTo(3);
        assertThat(line("--rate", "3").has(Sample.DRY)).isFalse();
    }

    @Test
    void the_usage_tells_the_default_where_there_is_one() {
        assertThat(Sample.STALLED.usage()).isEqualTo("  --stalled N            clients (1000)");
        assertThat(Sample.SIZE.usage()).isEqualTo("  --size BYTES           of a body");
        assertThat(Sample.DRY.usage()).isEqualTo("  --dry                  do nothing");
    }

    @Test
    void every_option_is_in_the_usage() {
        assertThat(CommandOption.allUsages(List.of(Sample.values())).lines()).hasSize(7);
    }

    private static CommandLine line(String... arguments) {
        return new CommandLine(List.of(Sample.values()), arguments);
    }

    enum Sample implements CommandOption {
        STALLED("N", "1000", "clients"),
        RATE("N", "100", "requests a second"),
        ROUNDS("N", "1", "how often all of them are run,", "in turn"),
        SIZE("BYTES", "0", "of a body"),
        WEIR_OPTION("HOCON", "", "one more line"),
        DRY("", "", "do nothing");

        private final Text text;

        Sample(String value, String byDefault, String... meaning) {
            text = new Text(value, byDefault, meaning);
        }

        @Override
        public Text text() {
            return text;
        }
    }
}
