package io.weir.server.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IgnoredSignalsTest {

    @ParameterizedTest
    @CsvSource({
        "0000000000000001, true",
        "0000000000000000, false",
        "ffffffffffffffff, true",
        "fffffffffffffffe, false",
        "0000000000001006, false",
        "8000000000001007, true",
        "1, true"
    })
    void a_hang_up_that_is_ignored_is_the_lowest_bit(String mask, boolean isIgnored) {
        String status = "Name:\tjava\nSigBlk:\t0000000000000001\nSigIgn:\t" + mask + "\nSigCgt:\t0000000000000001\n";
        assertThat(IgnoredSignals.has(IgnoredSignals.HUP, status)).isEqualTo(isIgnored);
    }

    @ParameterizedTest
    @CsvSource({"''", "'SigIgn:\t\n'", "'SigIgn:\tx\n'"})
    void where_the_kernel_tells_nothing_no_signal_is_ignored(String status) {
        assertThat(IgnoredSignals.has(IgnoredSignals.HUP, status)).isFalse();
    }
}
